namespace LlmGateway.Inference.Templates.Jinja;

/// <summary>A value that templates may call.</summary>
internal abstract class Callable
{
    public abstract object? Call(RenderContext context, Arguments arguments);
}
