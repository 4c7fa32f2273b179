namespace LlmGateway.Inference.Templates.Jinja;

/// <summary>What a body writes, as a value: the body of a block set or filter block.</summary>
internal sealed class CaptureExpression(Block body, int line) : Expression(line)
{
    public override object? Evaluate(RenderContext context) => context.Capture(body, new Scope(context.Scope));
}
