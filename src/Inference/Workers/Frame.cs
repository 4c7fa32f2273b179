namespace LlmGateway.Inference.Workers;

/// <summary>One message: kind, the request it belongs to, and its content.</summary>
/// <param name="kind">What it says.</param>
/// <param name="id">The request; 0 for the engine itself.</param>
/// <param name="payload">Valid until the next frame is read.</param>
internal readonly ref struct Frame(FrameKind kind, int id, ReadOnlySpan<byte> payload)
{
    /// <summary>Length, kind and id.</summary>
    public const int HeaderLength = 9;

    /// <summary>Longest payload, in bytes: above any request body that the gateway admits.</summary>
    public const int MaxPayload = 256 * 1024 * 1024;

    public FrameKind Kind { get; } = kind;

    public int Id { get; } = id;

    public ReadOnlySpan<byte> Payload { get; } = payload;
}
