namespace LlmGateway.Inference.Templates.Jinja;

/// <summary>A function of the runtime's own.</summary>
internal sealed class Function(string name, Func<RenderContext, Arguments, object?> body) : Callable
{
    public string Name { get; } = name;

    public override object? Call(RenderContext context, Arguments arguments) => body(context, arguments);
}
