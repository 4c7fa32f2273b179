namespace LlmGateway.Inference.Templates.Jinja;

/// <summary>Evaluated arguments of a call.</summary>
/// <param name="positional">Those without a name.</param>
/// <param name="names">Names of the others.</param>
/// <param name="named">Values of the others, in the order of <paramref name="names"/>.</param>
internal readonly struct Arguments(object?[] positional, string[] names, object?[] named)
{
    public static Arguments None { get; } = new([], [], []);

    public ReadOnlySpan<object?> Positional => positional;

    public ReadOnlySpan<string> Names => names;

    public int Count => positional.Length;

    public object? this[int index] => positional[index];

    public object? Named(int index) => named[index];

    /// <summary>An argument by place or name.</summary>
    public bool TryGet(int index, string name, out object? value)
    {
        if (index < positional.Length)
        {
            value = positional[index];
            return true;
        }

        var place = names.Length == 0 ? -1 : Array.IndexOf(names, name);
        value = place < 0 ? null : named[place];
        return place >= 0;
    }

    public bool Has(int index, string name) => TryGet(index, name, out _);

    public object? Get(int index, string name, object? fallback = null) =>
        TryGet(index, name, out var value) ? value : fallback;

    /// <exception cref="RenderFailure">The argument is missing.</exception>
    public object? Require(int index, string name) =>
        TryGet(index, name, out var value) ? value : throw new RenderFailure($"argument '{name}' is missing");

    /// <exception cref="RenderFailure">The argument is missing or not text.</exception>
    public TaintedText Text(int index, string name) =>
        Require(index, name) as TaintedText ?? throw new RenderFailure($"argument '{name}' must be a string");

    /// <exception cref="RenderFailure">The argument is neither text nor none.</exception>
    public TaintedText? OptionalText(int index, string name) => Get(index, name) switch
    {
        null => null,
        TaintedText text => text,
        _ => throw new RenderFailure($"argument '{name}' must be a string"),
    };

    /// <exception cref="RenderFailure">The argument is not an integer.</exception>
    public long Integer(int index, string name, long fallback) =>
        TryGet(index, name, out var value) ? Values.Integer(value) : fallback;

    public bool Flag(int index, string name) => TryGet(index, name, out var value) && Values.IsTrue(value);

    /// <summary>The arguments from the second on, for filters that pass the others through.</summary>
    public Arguments Rest() => new(positional.Length == 0 ? positional : positional[1..], names, named);
}
