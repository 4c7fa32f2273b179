namespace LlmGateway.Inference.Templates.Jinja;

/// <summary>An arithmetic operation other than a chain of additions.</summary>
/// <param name="symbol">One of - * / // % **.</param>
/// <param name="left">Left operand.</param>
/// <param name="right">Right operand.</param>
/// <param name="line">Line in the template, from 1.</param>
internal sealed class ArithmeticExpression(string symbol, Expression left, Expression right, int line) : Expression(line, left, right)
{
    public override object? Evaluate(RenderContext context) =>
        Arithmetic.Apply(context, symbol, left.Evaluate(context), right.Evaluate(context));
}
