namespace LlmGateway.Inference.Tests.Workers;

/// <summary>Gives at most so many bytes a read, as pipes do.</summary>
internal sealed class ChunkedStream(byte[] bytes, int chunk) : MemoryStream(bytes)
{
    public override int Read(byte[] buffer, int offset, int count) => base.Read(buffer, offset, Math.Min(count, chunk));
}
