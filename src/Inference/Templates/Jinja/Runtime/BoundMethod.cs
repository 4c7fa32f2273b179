namespace LlmGateway.Inference.Templates.Jinja;

/// <summary>A method together with the value it belongs to.</summary>
internal sealed class BoundMethod(object? subject, Operation method) : Callable
{
    public override object? Call(RenderContext context, Arguments arguments) => method(context, subject, arguments);
}
