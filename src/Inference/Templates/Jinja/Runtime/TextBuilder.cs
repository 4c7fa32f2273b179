using System.Buffers;

namespace LlmGateway.Inference.Templates.Jinja;

/// <summary>Builds text and keeps track of its tainted ranges.</summary>
/// <param name="context">Pays for every character written.</param>
internal sealed class TextBuilder(RenderContext context) : IDisposable
{
    private char[] _text = ArrayPool<char>.Shared.Rent(512);
    private TaintedRange[] _ranges = [];
    private int _length;
    private int _rangeCount;

    public int Length => _length;

    /// <summary>Appends text of the template's own.</summary>
    public void Append(ReadOnlySpan<char> text) => text.CopyTo(Extend(text.Length));

    /// <summary>Appends text of a request, or of the template.</summary>
    public void Append(ReadOnlySpan<char> text, bool tainted)
    {
        var start = _length;
        Append(text);
        if (tainted)
        {
            Taint(start, text.Length);
        }
    }

    /// <summary>Appends text with its taint.</summary>
    public void Append(TaintedText text) => Append(text, 0, text.Length);

    /// <summary>Appends a part of a text with its taint.</summary>
    public void Append(TaintedText text, int start, int length)
    {
        var at = _length;
        Append(text.Text.AsSpan(start, length));
        if (text.IsWhole)
        {
            Taint(at, length);
        }
        else if (!text.IsClean)
        {
            foreach (var range in text.RangesWithin(start, length))
            {
                Taint(at + range.Start, range.Length);
            }
        }
    }

    public TaintedText ToText() =>
        TaintedText.FromRanges(new string(_text, 0, _length), _ranges.AsSpan(0, _rangeCount));

    /// <summary>Returns the buffer to its pool; the builder is of no use afterwards.</summary>
    public void Dispose()
    {
        ArrayPool<char>.Shared.Return(_text);
        _text = [];
        _length = 0;
    }

    private Span<char> Extend(int count)
    {
        context.SpendText(count);
        if (count > TemplateLimits.TextLength - _length)
        {
            throw new RenderFailure($"Text grows past {TemplateLimits.TextLength} characters");
        }

        if (count > _text.Length - _length)
        {
            var larger = ArrayPool<char>.Shared.Rent(Math.Max(_length + count, _text.Length * 2));
            _text.AsSpan(0, _length).CopyTo(larger);
            ArrayPool<char>.Shared.Return(_text);
            _text = larger;
        }

        var space = _text.AsSpan(_length, count);
        _length += count;
        return space;
    }

    private void Taint(int start, int length)
    {
        if (length == 0)
        {
            return;
        }

        if (_rangeCount > 0)
        {
            ref var last = ref _ranges[_rangeCount - 1];
            if (last.Start + last.Length == start)
            {
                last = last with { Length = last.Length + length };
                return;
            }
        }

        if (_rangeCount == _ranges.Length)
        {
            Array.Resize(ref _ranges, Math.Max(8, _rangeCount * 2));
        }

        _ranges[_rangeCount++] = new TaintedRange(start, length);
    }
}
