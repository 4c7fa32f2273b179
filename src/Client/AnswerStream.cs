using LlmGateway.Grains.Calls;

namespace LlmGateway.Client;

/// <summary>An answer's body, read as it comes. Whoever disposes of it before its end has left.</summary>
internal sealed class AnswerStream(IAsyncEnumerator<GatewayAnswer> parts, CancellationTokenSource left) : Stream
{
    private ReadOnlyMemory<byte> _rest;
    private bool _disposed;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        using var cancelled = cancellationToken.UnsafeRegister(static left => ((CancellationTokenSource)left!).Cancel(), left);
        while (_rest.IsEmpty)
        {
            try
            {
                if (!await parts.MoveNextAsync())
                {
                    return 0;
                }
            }
            catch (Exception e)
            {
                cancellationToken.ThrowIfCancellationRequested();
                throw new IOException($"The answer broke off: {e.Message}", e);
            }

            _rest = parts.Current is GatewayAnswerBody body ? body.Bytes : default;
        }

        var count = Math.Min(buffer.Length, _rest.Length);
        _rest[..count].CopyTo(buffer);
        _rest = _rest[count..];
        return count;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) => ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException("Read it asynchronously.");

    public override void Flush()
    {
        // Nothing is written.
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override async ValueTask DisposeAsync()
    {
        if (_disposed)
        {
            return;
        }

        _disposed = true;
        await left.CancelAsync();
        try
        {
            await parts.DisposeAsync();
        }
        catch (Exception e) when (e is OperationCanceledException or TimeoutException or OrleansException)
        {
            // A silo that can't be told sees by itself that nobody asks for more.
        }

        left.Dispose();
        await base.DisposeAsync();
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing && !_disposed)
        {
            // Who disposes without waiting does not hear whether the silo could be told.
            _ = DisposeAsync().AsTask();
        }

        base.Dispose(disposing);
    }
}
