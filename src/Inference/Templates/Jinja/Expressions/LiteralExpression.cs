namespace LlmGateway.Inference.Templates.Jinja;

/// <summary>A constant that cannot change: text, a number, a boolean or none.</summary>
internal sealed class LiteralExpression(object? value, int line) : Expression(line)
{
    public object? Value { get; } = value;

    public override object? Evaluate(RenderContext context) => Value;
}
