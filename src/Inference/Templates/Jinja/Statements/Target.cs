namespace LlmGateway.Inference.Templates.Jinja;

/// <summary>The left side of an assignment.</summary>
internal abstract class Target
{
    /// <exception cref="RenderFailure">The value does not fit the target.</exception>
    public abstract void Assign(RenderContext context, object? value);
}
