namespace LlmGateway.Inference.Templates.Jinja;

/// <summary><c>value.name</c></summary>
internal sealed class AttributeExpression(Expression value, string name, int line) : Expression(line, value)
{
    private readonly TaintedText _name = TaintedText.FromTemplate(name);
    private readonly Undefined _missing = Undefined.Member(name);

    public Expression Value { get; } = value;

    public string Name => _name.Text;

    public override object? Evaluate(RenderContext context) =>
        Read(Value.Evaluate(context));

    /// <summary>The attribute of a value that <see cref="Value"/> was evaluated to.</summary>
    public object? Read(object? value) => Access.Attribute(value, _name, _missing);
}
