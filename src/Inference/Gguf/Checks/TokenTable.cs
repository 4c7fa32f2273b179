using System.Globalization;
using System.Numerics;
using System.Text;

namespace LlmGateway.Inference.Gguf.Checks;

/// <summary>Finds equal token texts among 150,000 and more without making strings of them.</summary>
/// <remarks>Open addressing; the hash is seeded by the process, so a file cannot be crafted to make it slow.</remarks>
internal sealed class TokenTable(GgufStringArray tokens)
{
    /// <summary>Token index plus 1; 0 is free. At most half full.</summary>
    private readonly int[] _slots = new int[BitOperations.RoundUpToPowerOf2((uint)tokens.Count * 2)];

    /// <summary>Looks for an earlier token with the same text and adds this one when there is none.</summary>
    /// <returns>Index of the earlier token; null when the text is new.</returns>
    public int? FindOrAdd(int index)
    {
        var text = Text(index);
        var hash = default(HashCode);
        hash.AddBytes(text);
        var mask = _slots.Length - 1;
        for (var slot = hash.ToHashCode() & mask; ; slot = (slot + 1) & mask)
        {
            if (_slots[slot] == 0)
            {
                _slots[slot] = index + 1;
                return null;
            }

            if (text.SequenceEqual(Text(_slots[slot] - 1)))
            {
                return _slots[slot] - 1;
            }
        }
    }

    /// <summary>The text as llama.cpp sees it: a C string, with a name made up for an empty one.</summary>
    private ReadOnlySpan<byte> Text(int index)
    {
        var text = tokens.Bytes(index);
        var end = text.IndexOf((byte)0);
        text = end < 0 ? text : text[..end];
        return text.IsEmpty ? Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"[EMPTY_{index}]")) : text;
    }
}
