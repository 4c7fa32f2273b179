namespace LlmGateway.Inference.Templates.Jinja;

/// <summary>A body in its place, such as what <c>{% generation %}</c> marks for training.</summary>
internal sealed class BlockStatement(Block body, int line) : Statement(line)
{
    public override Flow Execute(RenderContext context) => body.Execute(context);
}
