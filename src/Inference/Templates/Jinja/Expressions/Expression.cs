namespace LlmGateway.Inference.Templates.Jinja;

/// <summary>A node that has a value.</summary>
/// <remarks>Trees are bounded in depth where they are built, so evaluating one cannot exhaust the stack.</remarks>
internal abstract class Expression
{
    /// <param name="line">Line in the template, from 1.</param>
    /// <param name="children">Nodes that evaluating this one evaluates; null ones are skipped.</param>
    /// <exception cref="TemplateException">The tree nests too deep.</exception>
    protected Expression(int line, params ReadOnlySpan<Expression?> children)
    {
        Line = line;
        foreach (var child in children)
        {
            Depth = Math.Max(Depth, (child?.Depth ?? 0) + 1);
        }

        if (Depth > TemplateLimits.ExpressionDepth)
        {
            throw new TemplateException("Expression nests too deep", line);
        }
    }

    public int Line { get; }

    private int Depth { get; }

    /// <exception cref="RenderFailure">An operand is not of a type that works, or a limit is reached.</exception>
    public abstract object? Evaluate(RenderContext context);

    /// <summary>Writes the value to the output; nodes that make text write their parts without joining them first.</summary>
    public virtual void Write(RenderContext context) => Printer.Write(context.Output, Evaluate(context));
}
