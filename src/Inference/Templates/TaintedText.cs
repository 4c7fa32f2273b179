namespace LlmGateway.Inference.Templates;

/// <summary>Rendered text that remembers which parts came from a request.</summary>
/// <remarks>Tainted parts must be tokenised as plain text: a user who types <c>&lt;|im_end|&gt;</c> must not end
/// the message. Immutable.</remarks>
public sealed class TaintedText
{
    // Stands for "all of it", so that slices of user text need no ranges of their own.
    private static readonly TaintedRange[] s_whole = [default];

    private readonly TaintedRange[] _ranges;
    private TaintedRange[]? _wholeRange;

    private TaintedText(string text, TaintedRange[] ranges)
    {
        Text = text;
        _ranges = ranges;
    }

    /// <summary>The text.</summary>
    public string Text { get; }

    /// <summary>Parts of <see cref="Text"/> that came from a request: sorted, disjoint and never adjacent.</summary>
    public IReadOnlyList<TaintedRange> Tainted =>
        IsWhole ? _wholeRange ??= [new TaintedRange(0, Text.Length)] : _ranges;

    /// <inheritdoc/>
    public override string ToString() => Text;

    internal static TaintedText Empty { get; } = new("", []);

    internal int Length => Text.Length;

    internal bool IsClean => _ranges.Length == 0;

    internal bool IsWhole => ReferenceEquals(_ranges, s_whole);

    /// <summary>Text of the template's own: no part is tainted.</summary>
    internal static TaintedText FromTemplate(string text) => text.Length == 0 ? Empty : new(text, []);

    /// <summary>Text of a request: every part is tainted.</summary>
    internal static TaintedText FromRequest(string text) => text.Length == 0 ? Empty : new(text, s_whole);

    /// <summary>Mixed text.</summary>
    /// <param name="text">The whole.</param>
    /// <param name="ranges">Sorted, disjoint and merged; copied.</param>
    internal static TaintedText FromRanges(string text, ReadOnlySpan<TaintedRange> ranges)
    {
        if (ranges.Length == 1 && ranges[0].Length == text.Length)
        {
            return FromRequest(text);
        }

        return ranges.Length == 0 ? FromTemplate(text) : new(text, ranges.ToArray());
    }

    /// <summary>The same taint over other text, for mappings that keep every offset.</summary>
    /// <param name="text">As long as this text.</param>
    internal TaintedText WithText(string text) => new(text, _ranges);

    /// <summary>A part with its taint.</summary>
    internal TaintedText Slice(int start, int length)
    {
        if (length == Text.Length)
        {
            return this;
        }

        if (length == 0)
        {
            return Empty;
        }

        var part = Text.Substring(start, length);
        if (IsClean || IsWhole)
        {
            return new TaintedText(part, _ranges);
        }

        var ranges = new List<TaintedRange>();
        for (var index = FirstRangeAfter(start); index < _ranges.Length && _ranges[index].Start < start + length; index++)
        {
            ranges.Add(Clip(_ranges[index], start, length));
        }

        return FromRanges(part, System.Runtime.InteropServices.CollectionsMarshal.AsSpan(ranges));
    }

    /// <summary>Tainted ranges within a part, as offsets from the part's start.</summary>
    internal IEnumerable<TaintedRange> RangesWithin(int start, int length)
    {
        if (length == 0)
        {
            yield break;
        }

        if (IsWhole)
        {
            yield return new TaintedRange(0, length);
            yield break;
        }

        for (var index = FirstRangeAfter(start); index < _ranges.Length && _ranges[index].Start < start + length; index++)
        {
            yield return Clip(_ranges[index], start, length);
        }
    }

    private static TaintedRange Clip(TaintedRange range, int start, int length)
    {
        var from = Math.Max(range.Start, start);
        var to = Math.Min(range.Start + range.Length, start + length);
        return new TaintedRange(from - start, to - from);
    }

    // Binary search for the first range that ends after the offset.
    private int FirstRangeAfter(int offset)
    {
        var (low, high) = (0, _ranges.Length);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (_ranges[middle].Start + _ranges[middle].Length <= offset)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }

        return low;
    }
}
