namespace LlmGateway.Inference.Templates.Jinja;

/// <summary><c>{% break %}</c> or <c>{% continue %}</c></summary>
internal sealed class LoopControlStatement(Flow flow, int line) : Statement(line)
{
    public override Flow Execute(RenderContext context) => flow;
}
