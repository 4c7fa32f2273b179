using System.Buffers.Binary;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace LlmGateway.Inference.Workers;

/// <summary>Writes frames to a pipe, each with one system call. Thread-safe.</summary>
internal sealed class FrameWriter(Stream stream)
{
    private readonly Lock _lock = new();
    private byte[] _buffer = new byte[1024];

    /// <summary>Writes a frame with the given bytes.</summary>
    /// <exception cref="IOException">The other end has gone.</exception>
    public void Write(FrameKind kind, int id, ReadOnlySpan<byte> payload = default)
    {
        lock (_lock)
        {
            payload.CopyTo(Reserve(payload.Length));
            Send(kind, id, payload.Length);
        }
    }

    /// <summary>Writes a frame with numbers and a text behind them.</summary>
    /// <exception cref="IOException">The other end has gone.</exception>
    public void Write(FrameKind kind, int id, ReadOnlySpan<int> numbers, string text = "")
    {
        lock (_lock)
        {
            var length = numbers.Length * sizeof(int) + Encoding.UTF8.GetByteCount(text);
            var target = Reserve(length);
            foreach (var number in numbers)
            {
                BinaryPrimitives.WriteInt32LittleEndian(target, number);
                target = target[sizeof(int)..];
            }

            Encoding.UTF8.GetBytes(text, target);
            Send(kind, id, length);
        }
    }

    /// <summary>Writes a frame with a value as JSON.</summary>
    /// <exception cref="IOException">The other end has gone.</exception>
    public void Write<T>(FrameKind kind, int id, T value, JsonTypeInfo<T> type) => Write(kind, id, JsonSerializer.SerializeToUtf8Bytes(value, type).AsSpan());

    private Span<byte> Reserve(int payload)
    {
        if (_buffer.Length < Frame.HeaderLength + payload)
        {
            _buffer = new byte[Math.Max(Frame.HeaderLength + payload, _buffer.Length * 2)];
        }

        return _buffer.AsSpan(Frame.HeaderLength, payload);
    }

    private void Send(FrameKind kind, int id, int payload)
    {
        BinaryPrimitives.WriteInt32LittleEndian(_buffer, payload);
        _buffer[4] = (byte)kind;
        BinaryPrimitives.WriteInt32LittleEndian(_buffer.AsSpan(5), id);
        stream.Write(_buffer, 0, Frame.HeaderLength + payload);
        stream.Flush();
    }
}
