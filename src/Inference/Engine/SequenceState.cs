using System.Runtime.InteropServices;

namespace LlmGateway.Inference.Engine;

/// <summary>Keys and values of a sequence outside the cache, in memory of its own: too large for the collector to move about.</summary>
internal sealed unsafe class SequenceState : IDisposable
{
    private bool _disposed;

    /// <param name="length">Bytes.</param>
    public SequenceState(long length)
    {
        Length = length;
        Bytes = (byte*)NativeMemory.Alloc((nuint)length);
    }

    ~SequenceState() => Free();

    public long Length { get; }

    /// <summary>The first byte; not after <see cref="Dispose"/>.</summary>
    public byte* Bytes { get; }

    public void Dispose()
    {
        Free();
        GC.SuppressFinalize(this);
    }

    private void Free()
    {
        if (!_disposed)
        {
            _disposed = true;
            NativeMemory.Free(Bytes);
        }
    }
}
