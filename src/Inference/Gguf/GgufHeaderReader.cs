using System.Buffers.Binary;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace LlmGateway.Inference.Gguf;

/// <summary>Reads a file from its start, never past its end, and keeps what it read.</summary>
/// <remarks>
/// Lengths in the file are believed only after they were compared with the bytes that are left, so a damaged
/// count cannot make it allocate: memory stays below three times the part of the file that was read.
/// Reading, not mapping: a file that shrinks while mapped kills the process with SIGBUS.
/// </remarks>
internal sealed class GgufHeaderReader(SafeFileHandle file, long fileLength)
{
    /// <summary>The largest vocabularies in use need about 30 MB of header.</summary>
    private const int MaxHeaderBytes = 512 * 1024 * 1024;

    private byte[] _buffer = new byte[(int)Math.Min(fileLength, 64 * 1024)];
    private int _filled;

    /// <summary>Bytes consumed so far.</summary>
    public int Position { get; private set; }

    /// <summary>Everything read so far; valid up to <see cref="Position"/>.</summary>
    public byte[] Buffer => _buffer;

    public uint UInt32(string what) => BinaryPrimitives.ReadUInt32LittleEndian(Take(sizeof(uint), what));

    public ulong UInt64(string what) => BinaryPrimitives.ReadUInt64LittleEndian(Take(sizeof(ulong), what));

    /// <summary>A count of things that take at least <paramref name="minBytes"/> each.</summary>
    public int Count(int minBytes, string what)
    {
        var at = Position;
        var count = UInt64(what);
        var left = (ulong)(fileLength - Position);
        return count <= left / (ulong)minBytes && count <= int.MaxValue
            ? (int)count
            : throw new GgufException($"{what} at byte {at} is {count}, but only {left} bytes follow: the file is damaged or truncated.");
    }

    /// <summary>A length-prefixed name of a key or tensor.</summary>
    public string Name(int maxBytes, string what)
    {
        var at = Position;
        var length = Count(1, $"the length of {what}");
        if (length == 0 || length > maxBytes)
        {
            throw new GgufException($"{what} at byte {at} is {length} bytes long; 1 to {maxBytes} are allowed.");
        }

        var bytes = Take(length, what);
        // llama.cpp compares names as C strings, so two names that differ after a zero byte would be one to it.
        return bytes.Contains((byte)0)
            ? throw new GgufException($"{what} at byte {at} contains a zero byte.")
            : Encoding.UTF8.GetString(bytes);
    }

    /// <summary>Skips bytes and says where they began.</summary>
    public int Skip(long count, string what)
    {
        var at = Position;
        Need(count, what);
        Position += (int)count;
        return at;
    }

    /// <summary>Positions of length-prefixed strings.</summary>
    public int[] Strings(int count, string what)
    {
        var starts = new int[count];
        for (var i = 0; i < count; i++)
        {
            starts[i] = Position;
            var length = _filled - Position >= sizeof(ulong)
                ? BinaryPrimitives.ReadUInt64LittleEndian(_buffer.AsSpan(Position))
                : BinaryPrimitives.ReadUInt64LittleEndian(Peek(sizeof(ulong), $"string {i} of {what}"));
            Position += sizeof(ulong);
            if (length > (ulong)(_filled - Position))
            {
                Need(length > long.MaxValue ? long.MaxValue : (long)length, $"string {i} of {what}");
            }

            Position += (int)length;
        }

        return starts;
    }

    public ReadOnlySpan<byte> Take(int count, string what)
    {
        var bytes = Peek(count, what);
        Position += count;
        return bytes;
    }

    private ReadOnlySpan<byte> Peek(int count, string what)
    {
        Need(count, what);
        return _buffer.AsSpan(Position, count);
    }

    private void Need(long count, string what)
    {
        if (count > fileLength - Position)
        {
            throw new GgufException(
                $"{what} at byte {Position} needs {count} bytes, but the file ends at byte {fileLength}: the file is damaged or truncated.");
        }

        var end = Position + count;
        if (end <= _filled)
        {
            return;
        }

        if (end > MaxHeaderBytes)
        {
            throw new GgufException($"{what} at byte {Position} needs {count} bytes; the header may have {MaxHeaderBytes} bytes in all.");
        }

        if (end > _buffer.Length)
        {
            var larger = Math.Min(Math.Max(end, _buffer.Length * 2L), Math.Min(fileLength, MaxHeaderBytes));
            Array.Resize(ref _buffer, (int)larger);
        }

        Fill((int)end, what);
    }

    private void Fill(int end, string what)
    {
        while (_filled < end)
        {
            var read = RandomAccess.Read(file, _buffer.AsSpan(_filled), _filled);
            if (read == 0)
            {
                throw new GgufException($"{what} at byte {Position} could not be read: the file became shorter while it was read.");
            }

            _filled += read;
        }
    }
}
