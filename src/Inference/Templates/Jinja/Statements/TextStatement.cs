namespace LlmGateway.Inference.Templates.Jinja;

/// <summary>Text between tags.</summary>
internal sealed class TextStatement(string text, int line) : Statement(line)
{
    public override Flow Execute(RenderContext context)
    {
        context.Output.Append(text);
        return Flow.Next;
    }
}
