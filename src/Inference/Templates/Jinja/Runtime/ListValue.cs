namespace LlmGateway.Inference.Templates.Jinja;

/// <summary>A list or tuple.</summary>
internal sealed class ListValue(List<object?> items, bool isTuple = false)
{
    public List<object?> Items { get; } = items;

    public bool IsTuple { get; } = isTuple;

    public int Count => Items.Count;

    public static ListValue Pair(object? first, object? second) => new([first, second], isTuple: true);
}
