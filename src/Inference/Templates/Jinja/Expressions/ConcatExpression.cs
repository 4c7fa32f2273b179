namespace LlmGateway.Inference.Templates.Jinja;

/// <summary><c>a ~ b ~ c</c>: the operands as text.</summary>
internal sealed class ConcatExpression(Expression[] operands, int line) : Expression(line, operands)
{
    public override object? Evaluate(RenderContext context)
    {
        using var builder = new TextBuilder(context);
        foreach (var operand in operands)
        {
            Printer.Write(builder, operand.Evaluate(context));
        }

        return builder.ToText();
    }

    public override void Write(RenderContext context)
    {
        foreach (var operand in operands)
        {
            operand.Write(context);
        }
    }
}
