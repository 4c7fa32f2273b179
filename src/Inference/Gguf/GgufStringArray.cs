using System.Buffers.Binary;
using System.Collections;
using System.Text;

namespace LlmGateway.Inference.Gguf;

/// <summary>Strings inside a file's header, decoded one at a time when asked for.</summary>
/// <remarks>A vocabulary has 150,000 strings and more; keeping their positions costs 4 bytes each and no decoding.</remarks>
public sealed class GgufStringArray : IReadOnlyList<string>
{
    private readonly byte[] _header;
    private readonly int[] _starts;

    /// <summary>Wraps checked positions.</summary>
    /// <param name="header">The file's first bytes.</param>
    /// <param name="starts">Where each string's 8-byte length begins; the strings lie inside <paramref name="header"/>.</param>
    internal GgufStringArray(byte[] header, int[] starts)
    {
        _header = header;
        _starts = starts;
    }

    /// <inheritdoc/>
    public int Count => _starts.Length;

    /// <summary>Decodes one string; bytes that are not UTF-8 become U+FFFD.</summary>
    /// <param name="index">0 to <see cref="Count"/> - 1.</param>
    /// <exception cref="IndexOutOfRangeException"><paramref name="index"/> is outside the array.</exception>
    public string this[int index] => Encoding.UTF8.GetString(Bytes(index));

    /// <summary>One string's bytes as stored, usually UTF-8.</summary>
    /// <param name="index">0 to <see cref="Count"/> - 1.</param>
    /// <exception cref="IndexOutOfRangeException"><paramref name="index"/> is outside the array.</exception>
    public ReadOnlySpan<byte> Bytes(int index)
    {
        var start = _starts[index];
        var length = (int)BinaryPrimitives.ReadUInt64LittleEndian(_header.AsSpan(start));
        return _header.AsSpan(start + sizeof(ulong), length);
    }

    /// <inheritdoc/>
    public IEnumerator<string> GetEnumerator()
    {
        for (var i = 0; i < Count; i++)
        {
            yield return this[i];
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
