namespace LlmGateway.Inference.Templates.Jinja;

/// <summary>Makes a macro that sees the scope it is made in.</summary>
internal sealed class MacroExpression(MacroSignature signature, Block body, int line) : Expression(line)
{
    public override object? Evaluate(RenderContext context) => new Macro(signature, body, context.Scope);
}
