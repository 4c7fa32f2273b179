namespace LlmGateway.Inference.Templates.Jinja;

/// <summary><c>not operand</c></summary>
internal sealed class NotExpression(Expression operand, int line) : Expression(line, operand)
{
    public override object? Evaluate(RenderContext context) => Boxes.Of(!Values.IsTrue(operand.Evaluate(context)));
}
