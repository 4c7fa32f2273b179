namespace LlmGateway.Inference.Templates.Jinja;

/// <summary>Statements in order.</summary>
internal sealed class Block(Statement[] statements)
{
    public Flow Execute(RenderContext context)
    {
        foreach (var statement in statements)
        {
            context.Spend(1);
            context.Line = statement.Line;
            var flow = statement.Execute(context);
            if (flow != Flow.Next)
            {
                return flow;
            }
        }

        return Flow.Next;
    }
}
