namespace LlmGateway.Inference.Templates.Jinja;

/// <summary><c>[a, b]</c> or <c>(a, b)</c></summary>
internal sealed class ListExpression(Expression[] items, bool isTuple, int line) : Expression(line, items)
{
    public override object? Evaluate(RenderContext context)
    {
        context.Spend(items.Length);
        var values = new List<object?>(items.Length);
        foreach (var item in items)
        {
            values.Add(item.Evaluate(context));
        }

        return new ListValue(values, isTuple);
    }
}
