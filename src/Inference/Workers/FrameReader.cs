using System.Buffers.Binary;

namespace LlmGateway.Inference.Workers;

/// <summary>Reads frames from a pipe on the calling thread, which blocks until one comes.</summary>
internal sealed class FrameReader(Stream stream)
{
    private byte[] _buffer = new byte[16 * 1024];
    private int _start;
    private int _end;

    /// <summary>Reads the next frame.</summary>
    /// <returns>False when the other end has closed the pipe or gone.</returns>
    /// <exception cref="InvalidDataException">The bytes are not frames.</exception>
    public bool TryRead(out Frame frame)
    {
        frame = default;
        if (!Fill(Frame.HeaderLength))
        {
            return false;
        }

        var header = _buffer.AsSpan(_start);
        var length = BinaryPrimitives.ReadInt32LittleEndian(header);
        var kind = (FrameKind)header[4];
        var id = BinaryPrimitives.ReadInt32LittleEndian(header[5..]);
        if (length is < 0 or > Frame.MaxPayload)
        {
            throw new InvalidDataException($"A frame of {length} bytes came through the worker's pipe.");
        }

        if (!Fill(Frame.HeaderLength + length))
        {
            return false;
        }

        frame = new Frame(kind, id, _buffer.AsSpan(_start + Frame.HeaderLength, length));
        _start += Frame.HeaderLength + length;
        return true;
    }

    private bool Fill(int wanted)
    {
        while (_end - _start < wanted)
        {
            if (_buffer.Length - _start < wanted)
            {
                var target = _buffer.Length < wanted ? new byte[Math.Max(wanted, _buffer.Length * 2)] : _buffer;
                _buffer.AsSpan(_start, _end - _start).CopyTo(target);
                (_buffer, _end, _start) = (target, _end - _start, 0);
            }

            var read = stream.Read(_buffer, _end, _buffer.Length - _end);
            if (read == 0)
            {
                return false;
            }

            _end += read;
        }

        return true;
    }
}
