namespace LlmGateway.Inference.Templates.Jinja;

/// <summary><c>-operand</c></summary>
internal sealed class NegateExpression(Expression operand, int line) : Expression(line, operand)
{
    public override object? Evaluate(RenderContext context) => Arithmetic.Negate(operand.Evaluate(context));
}
