namespace LlmGateway.Inference.Templates.Jinja;

/// <summary><c>{% for target in items if condition %}</c> with its <c>else</c> branch.</summary>
/// <param name="target">What each item is assigned to.</param>
/// <param name="items">What to loop over.</param>
/// <param name="condition">Items it is false for are left out; null keeps all.</param>
/// <param name="body">What runs for each item, in a scope of its own.</param>
/// <param name="otherwise">What runs when there is no item.</param>
/// <param name="line">Line in the template, from 1.</param>
internal sealed class ForStatement(
    Target target, Expression items, Expression? condition, Block body, Block? otherwise, int line) : Statement(line)
{
    public override Flow Execute(RenderContext context)
    {
        var list = Values.Items(context, items.Evaluate(context));
        var outer = context.Scope;
        var scope = new Scope(outer);
        context.Scope = scope;
        if (condition is not null)
        {
            list = Filter(context, scope, list, condition);
        }

        var count = list.Count;
        var loop = new LoopValue(list);
        var flow = Flow.Next;
        for (var index = 0; index < count && index < list.Count && flow != Flow.Break; index++)
        {
            context.Spend(1);
            scope.Clear();
            loop.Index = index;
            scope.Set("loop", loop);
            target.Assign(context, list[index]);
            flow = body.Execute(context);
        }

        if (count == 0)
        {
            scope.Clear();
            flow = otherwise?.Execute(context) ?? Flow.Next;
            context.Scope = outer;
            return flow; // A break in the else branch is the outer loop's.
        }

        context.Scope = outer;
        return Flow.Next;
    }

    private List<object?> Filter(RenderContext context, Scope scope, List<object?> all, Expression condition)
    {
        var kept = new List<object?>();
        for (var index = 0; index < all.Count; index++)
        {
            scope.Clear();
            target.Assign(context, all[index]);
            if (Values.IsTrue(condition.Evaluate(context)))
            {
                kept.Add(all[index]);
            }
        }

        return kept;
    }
}
