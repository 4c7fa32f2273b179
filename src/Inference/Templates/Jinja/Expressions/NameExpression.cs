namespace LlmGateway.Inference.Templates.Jinja;

/// <summary>A variable.</summary>
internal sealed class NameExpression(string name, int line) : Expression(line)
{
    private readonly Undefined _missing = Undefined.Variable(name);

    public string Name { get; } = name;

    public override object? Evaluate(RenderContext context) =>
        context.TryGetVariable(Name, out var value) ? value : _missing;
}
