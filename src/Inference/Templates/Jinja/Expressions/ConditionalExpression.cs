namespace LlmGateway.Inference.Templates.Jinja;

/// <summary><c>value if condition else otherwise</c>; undefined where the condition is false and nothing stands after else.</summary>
internal sealed class ConditionalExpression(Expression value, Expression condition, Expression? otherwise, int line)
    : Expression(line, value, condition, otherwise)
{
    private static readonly Undefined s_missing = new("the inline if has no else");

    public override object? Evaluate(RenderContext context) =>
        Values.IsTrue(condition.Evaluate(context)) ? value.Evaluate(context)
        : otherwise is null ? s_missing
        : otherwise.Evaluate(context);

    public override void Write(RenderContext context)
    {
        if (Values.IsTrue(condition.Evaluate(context)))
        {
            value.Write(context);
        }
        else
        {
            otherwise?.Write(context);
        }
    }
}
