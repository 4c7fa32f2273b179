namespace LlmGateway.Inference.Templates.Jinja;

/// <summary><c>{key: value, …}</c></summary>
internal sealed class DictExpression(Expression[] keys, Expression[] values, int line) : Expression(line, [.. keys, .. values])
{
    public override object? Evaluate(RenderContext context)
    {
        context.Spend(keys.Length);
        var dict = new DictValue(keys.Length);
        for (var index = 0; index < keys.Length; index++)
        {
            dict.Set(keys[index].Evaluate(context), values[index].Evaluate(context));
        }

        return dict;
    }
}
