using System.Globalization;

namespace LlmGateway.Inference.Templates.Jinja;

/// <summary>What a filter looks at in each item: the item, or an attribute such as <c>a.b</c> or <c>0</c>.</summary>
internal sealed class SortKey
{
    private readonly object?[] _path;
    private readonly bool _caseSensitive;

    private SortKey(object?[] path, bool caseSensitive)
    {
        _path = path;
        _caseSensitive = caseSensitive;
    }

    /// <summary>The key that a filter's argument names.</summary>
    public static SortKey From(Arguments arguments, int index, string name, bool caseSensitive = false) =>
        Of(arguments.Get(index, name), caseSensitive);

    /// <param name="attribute">A path of names and indexes, an index, or null for the item itself.</param>
    /// <param name="caseSensitive">Whether <see cref="ReadFolded"/> leaves upper case as it is.</param>
    public static SortKey Of(object? attribute, bool caseSensitive = false) => new(
        attribute switch
        {
            null => [],
            TaintedText text => [.. text.Text.Split('.').Select(Step)],
            _ => [attribute],
        },
        caseSensitive);

    /// <summary>The key of an item.</summary>
    /// <param name="context">The rendering under way.</param>
    /// <param name="item">The item.</param>
    /// <param name="fallback">Stands in wherever a step of the path finds nothing; null for nothing.</param>
    public object? Read(RenderContext context, object? item, object? fallback = null)
    {
        foreach (var step in _path)
        {
            item = Access.Item(context, item, step, Undefined.Attribute);
            item = item is Undefined ? fallback ?? item : item;
        }

        return item;
    }

    /// <summary>As <see cref="Read"/>, text in lower case unless the key is case-sensitive.</summary>
    public object? ReadFolded(RenderContext context, object? item) =>
        Read(context, item) is var value && value is TaintedText text && !_caseSensitive ? Fold(context, text) : value;

    /// <summary>Items in the order of their keys; those with equal keys stay as they were, in reverse too.</summary>
    public List<object?> Sort(RenderContext context, List<object?> items, bool descending)
    {
        var comparer = Comparer<object?>.Create((left, right) => Comparison.Order(context, left, right));
        try
        {
            return descending
                ? [.. items.OrderByDescending(item => ReadFolded(context, item), comparer)]
                : [.. items.OrderBy(item => ReadFolded(context, item), comparer)];
        }
        catch (InvalidOperationException wrapped) when (wrapped.InnerException is RenderFailure failure)
        {
            throw failure; // Sorting wraps what comparers throw.
        }
    }

    private static TaintedText Fold(RenderContext context, TaintedText text)
    {
        context.SpendText(text.Length);
        return TextCase.Lower(text);
    }

    private static object Step(string part) => long.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out var index)
        ? index
        : TaintedText.FromTemplate(part);
}
