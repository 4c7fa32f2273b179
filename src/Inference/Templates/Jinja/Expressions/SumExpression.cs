namespace LlmGateway.Inference.Templates.Jinja;

/// <summary><c>a + b + c</c>: text is joined once for the whole chain, or written without being joined.</summary>
internal sealed class SumExpression(Expression[] operands, int line) : Expression(line, operands)
{
    public override object? Evaluate(RenderContext context)
    {
        var value = operands[0].Evaluate(context);
        if (value is TaintedText first)
        {
            using var builder = new TextBuilder(context);
            AppendAll(context, builder, first);
            return builder.ToText();
        }

        for (var index = 1; index < operands.Length; index++)
        {
            value = Arithmetic.Add(context, value, operands[index].Evaluate(context));
        }

        return value;
    }

    public override void Write(RenderContext context)
    {
        var value = operands[0].Evaluate(context);
        if (value is TaintedText first)
        {
            AppendAll(context, context.Output, first);
            return;
        }

        for (var index = 1; index < operands.Length; index++)
        {
            value = Arithmetic.Add(context, value, operands[index].Evaluate(context));
        }

        Printer.Write(context.Output, value);
    }

    private void AppendAll(RenderContext context, TextBuilder output, TaintedText first)
    {
        output.Append(first);
        for (var index = 1; index < operands.Length; index++)
        {
            switch (operands[index].Evaluate(context))
            {
                case TaintedText text:
                    output.Append(text);
                    break;
                case Undefined missing:
                    throw missing.Fail();
                case var other:
                    throw new RenderFailure($"can only concatenate str (not \"{Values.TypeName(other)}\") to str");
            }
        }
    }
}
