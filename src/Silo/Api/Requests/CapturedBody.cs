namespace LlmGateway.Silo.Api.Requests;

/// <summary>A copy of what was read or written, up to a limit.</summary>
/// <param name="limit">The most bytes to keep.</param>
internal sealed class CapturedBody(int limit)
{
    private byte[] _bytes = [];
    private int _length;

    /// <summary>What was kept.</summary>
    public ReadOnlyMemory<byte> Bytes => _bytes.AsMemory(0, _length);

    /// <summary>There was more.</summary>
    public bool IsCutOff { get; private set; }

    public void Append(ReadOnlySpan<byte> bytes)
    {
        var room = limit - _length;
        if (bytes.Length > room)
        {
            bytes = bytes[..room];
            IsCutOff = true;
        }

        if (_length + bytes.Length > _bytes.Length)
        {
            Array.Resize(ref _bytes, (int)Math.Min(limit, Math.Max(_length + bytes.Length, Math.Max(1024, 2L * _bytes.Length))));
        }

        bytes.CopyTo(_bytes.AsSpan(_length));
        _length += bytes.Length;
    }
}
