namespace LlmGateway.Inference.Templates.Jinja;

/// <summary><c>value[start:stop:step]</c>, each part optional.</summary>
internal sealed class SliceExpression(Expression value, Expression? start, Expression? stop, Expression? step, int line)
    : Expression(line, value, start, stop, step)
{
    public override object? Evaluate(RenderContext context) =>
        Access.Slice(context, value.Evaluate(context), Bound(context, start), Bound(context, stop), Bound(context, step) ?? 1);

    private static long? Bound(RenderContext context, Expression? bound) =>
        bound?.Evaluate(context) is { } value ? Values.Integer(value) : null;
}
