namespace LlmGateway.Inference.Templates.Jinja;

/// <summary><c>{% with name = value %}</c>: a body with a scope of its own.</summary>
internal sealed class WithStatement(Target[] targets, Expression[] values, Block body, int line) : Statement(line)
{
    public override Flow Execute(RenderContext context)
    {
        var outer = context.Scope;
        var scope = new Scope(outer);
        for (var index = 0; index < targets.Length; index++)
        {
            var value = values[index].Evaluate(context); // Sees the outer scope only.
            context.Scope = scope;
            targets[index].Assign(context, value);
            context.Scope = outer;
        }

        context.Scope = scope;
        var flow = body.Execute(context);
        context.Scope = outer;
        return flow;
    }
}
