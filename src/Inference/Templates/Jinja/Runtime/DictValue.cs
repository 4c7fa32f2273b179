using System.Diagnostics.CodeAnalysis;

namespace LlmGateway.Inference.Templates.Jinja;

/// <summary>A mapping that keeps the order of its keys.</summary>
internal sealed class DictValue(int capacity = 0)
{
    public OrderedDictionary<object, object?> Items { get; } = new(capacity, KeyComparer.Instance);

    public int Count => Items.Count;

    /// <summary>Adds or replaces an item.</summary>
    /// <exception cref="RenderFailure">The key is none, a list or another value that cannot be a key.</exception>
    public void Set(object? key, object? value) => Items[Key(key)] = value;

    /// <inheritdoc cref="OrderedDictionary{TKey, TValue}.TryGetValue(TKey, out TValue)"/>
    public bool TryGet(object? key, out object? value)
    {
        if (IsKey(key))
        {
            return Items.TryGetValue(key, out value);
        }

        value = null;
        return false;
    }

    public List<object?> Keys() => [.. Items.Keys];

    public List<object?> Pairs() => [.. Items.Select(item => (object?)ListValue.Pair(item.Key, item.Value))];

    /// <summary>Whether a value can be a key: text, a number or a boolean.</summary>
    public static bool IsKey([NotNullWhen(true)] object? value) => value is TaintedText or long or double or bool;

    public static object Key(object? value) =>
        IsKey(value) ? value : throw new RenderFailure($"'{Values.TypeName(value)}' cannot be a key");
}
