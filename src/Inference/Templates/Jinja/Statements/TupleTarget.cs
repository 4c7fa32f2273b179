namespace LlmGateway.Inference.Templates.Jinja;

/// <summary><c>a, b</c>: takes a value apart.</summary>
internal sealed class TupleTarget(Target[] targets) : Target
{
    public override void Assign(RenderContext context, object? value)
    {
        var items = Values.Items(context, value);
        if (items.Count != targets.Length)
        {
            throw new RenderFailure($"{targets.Length} values to unpack expected, got {items.Count}");
        }

        for (var index = 0; index < targets.Length; index++)
        {
            targets[index].Assign(context, items[index]);
        }
    }
}
