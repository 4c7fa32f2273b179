namespace LlmGateway.Inference.Templates.Jinja;

/// <summary><c>value[key]</c></summary>
internal sealed class ItemExpression(Expression value, Expression key, int line) : Expression(line, value, key)
{
    private readonly Undefined _missing =
        key is LiteralExpression { Value: TaintedText name } ? Undefined.Member(name.Text) : Undefined.Item;

    public override object? Evaluate(RenderContext context) =>
        Access.Item(context, value.Evaluate(context), key.Evaluate(context), _missing);
}
