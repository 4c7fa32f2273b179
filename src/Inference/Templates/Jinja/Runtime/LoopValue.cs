namespace LlmGateway.Inference.Templates.Jinja;

/// <summary>The <c>loop</c> of a for statement.</summary>
/// <param name="items">What the loop runs over; templates may shorten it meanwhile.</param>
internal sealed class LoopValue(List<object?> items) : ObjectValue
{
    private static readonly Undefined s_noNeighbour = new("there is no such item around this one");

    private readonly int _length = items.Count;
    private object? _lastSeen = s_noNeighbour;

    /// <summary>The current item, from 0.</summary>
    public int Index { get; set; }

    public override bool TryGetAttribute(string name, out object? value)
    {
        value = name switch
        {
            "index" => Boxes.Of(Index + 1),
            "index0" => Boxes.Of(Index),
            "first" => Boxes.Of(Index == 0),
            "last" => Boxes.Of(Index == _length - 1),
            "length" => Boxes.Of(_length),
            "revindex" => Boxes.Of(_length - Index),
            "revindex0" => Boxes.Of(_length - Index - 1),
            "previtem" => Neighbour(Index - 1),
            "nextitem" => Neighbour(Index + 1),
            "cycle" => new Function("cycle", Cycle),
            "changed" => new Function("changed", Changed),
            _ => s_noNeighbour,
        };
        return name is "previtem" or "nextitem" || value != s_noNeighbour;
    }

    private object? Neighbour(int index) => index >= 0 && index < items.Count ? items[index] : s_noNeighbour;

    private object? Cycle(RenderContext context, Arguments arguments) => arguments.Count == 0
        ? throw new RenderFailure("loop.cycle() needs something to cycle through")
        : arguments[Index % arguments.Count];

    private object? Changed(RenderContext context, Arguments arguments)
    {
        var seen = new ListValue([.. arguments.Positional], isTuple: true);
        var changed = !Comparison.AreEqual(context, _lastSeen, seen);
        _lastSeen = seen;
        return Boxes.Of(changed);
    }
}
