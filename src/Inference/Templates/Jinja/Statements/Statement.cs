namespace LlmGateway.Inference.Templates.Jinja;

/// <summary>A node that writes, assigns or decides.</summary>
/// <param name="line">Line in the template, from 1.</param>
internal abstract class Statement(int line)
{
    public int Line { get; } = line;

    /// <exception cref="RenderFailure">An expression in it failed, or a limit is reached.</exception>
    public abstract Flow Execute(RenderContext context);
}
