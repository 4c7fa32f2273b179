namespace LlmGateway.Inference.Templates.Jinja;

/// <summary><c>{{ value }}</c></summary>
internal sealed class OutputStatement(Expression value, int line) : Statement(line)
{
    public override Flow Execute(RenderContext context)
    {
        value.Write(context);
        return Flow.Next;
    }
}
