using System.IO.Pipelines;

namespace LlmGateway.Silo.Calls;

/// <summary>A writer of an answer's body whose first bytes send the headers before them.</summary>
internal sealed class StartingWriter(PipeWriter inner, GrainExchange exchange) : PipeWriter
{
    public override bool CanGetUnflushedBytes => inner.CanGetUnflushedBytes;

    public override long UnflushedBytes => inner.UnflushedBytes;

    public override void Advance(int bytes) => inner.Advance(bytes);

    public override Memory<byte> GetMemory(int sizeHint = 0) => inner.GetMemory(sizeHint);

    public override Span<byte> GetSpan(int sizeHint = 0) => inner.GetSpan(sizeHint);

    public override void CancelPendingFlush() => inner.CancelPendingFlush();

    public override async ValueTask<FlushResult> FlushAsync(CancellationToken cancellationToken = default)
    {
        await exchange.StartAsync(cancellationToken);
        return await inner.FlushAsync(cancellationToken);
    }

    // The exchange completes it, with the request.
    public override void Complete(Exception? exception = null)
    {
    }
}
