namespace LlmGateway.Inference.Text;

/// <summary>Finds stop texts in an answer that arrives in pieces, and holds back what could become one.</summary>
/// <param name="stops">Not empty texts, compared by their UTF-16 units.</param>
/// <remarks>The stop that is complete first ends the answer, the longest one among several: so the pieces that the text comes in make no difference.</remarks>
internal sealed class StopMatcher(IReadOnlyList<string> stops)
{
    private string _held = "";

    /// <summary>Whether a stop text was found; nothing is released after it.</summary>
    public bool Stopped { get; private set; }

    /// <summary>Takes the next piece.</summary>
    /// <returns>The text that is certainly part of the answer; may be empty.</returns>
    public string Append(string piece)
    {
        if (stops.Count == 0 || Stopped)
        {
            return Stopped ? "" : piece;
        }

        var text = _held.Length == 0 ? piece : _held + piece;
        if (FirstStop(text) is >= 0 and var end)
        {
            Stopped = true;
            _held = "";
            return text[..end];
        }

        var keep = LongestBeginning(text);
        _held = keep == 0 ? "" : text[^keep..];
        return keep == 0 ? text : text[..^keep];
    }

    /// <summary>Releases what was held back: the answer has ended.</summary>
    public string Flush()
    {
        var rest = _held;
        _held = "";
        return rest;
    }

    // Where the first complete stop text begins, or −1.
    private int FirstStop(string text)
    {
        var (first, firstEnd) = (-1, int.MaxValue);
        foreach (var stop in stops)
        {
            var found = text.IndexOf(stop, StringComparison.Ordinal);
            var end = found + stop.Length;
            if (found >= 0 && (end < firstEnd || (end == firstEnd && found < first)))
            {
                (first, firstEnd) = (found, end);
            }
        }

        return first;
    }

    // Length of the longest end of the text that begins a stop text.
    private int LongestBeginning(string text)
    {
        var longest = 0;
        foreach (var stop in stops)
        {
            for (var length = Math.Min(stop.Length - 1, text.Length); length > longest; length--)
            {
                if (text.AsSpan(text.Length - length).SequenceEqual(stop.AsSpan(0, length)))
                {
                    longest = length;
                }
            }
        }

        return longest;
    }
}
