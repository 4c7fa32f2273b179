namespace LlmGateway.Silo.Api.Audit;

/// <summary>A request's body, of which a copy is kept as it is read.</summary>
internal sealed class CapturedBody(Stream body) : Stream
{
    private const int MaxBytes = 64 * 1024;
    private readonly MemoryStream _copy = new();
    private long _length;

    /// <summary>What was read; null if that was more than is kept.</summary>
    public byte[]? Bytes => _length <= MaxBytes ? _copy.ToArray() : null;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    /// <summary>How much was read.</summary>
    public override long Length => _length;

    public override long Position
    {
        get => _length;
        set => throw new NotSupportedException();
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var count = await body.ReadAsync(buffer, cancellationToken);
        Keep(buffer.Span[..count]);
        return count;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count)
    {
        var read = body.Read(buffer, offset, count);
        Keep(buffer.AsSpan(offset, read));
        return read;
    }

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    private void Keep(ReadOnlySpan<byte> read)
    {
        _length += read.Length;
        if (_length <= MaxBytes)
        {
            _copy.Write(read);
        }
    }
}
