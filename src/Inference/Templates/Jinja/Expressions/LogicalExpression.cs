namespace LlmGateway.Inference.Templates.Jinja;

/// <summary><c>left and right</c> or <c>left or right</c>: one of its operands, the right one evaluated only if needed.</summary>
internal sealed class LogicalExpression(Expression left, Expression right, bool isAnd, int line) : Expression(line, left, right)
{
    public override object? Evaluate(RenderContext context)
    {
        var value = left.Evaluate(context);
        return Values.IsTrue(value) == isAnd ? right.Evaluate(context) : value;
    }
}
