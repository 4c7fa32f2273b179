namespace LlmGateway.Storage;

/// <summary>A data key, wrapped by the master key. Deleting the row makes everything sealed under it unreadable for ever.</summary>
public sealed record DataKeyRow
{
    /// <summary>Whose data it seals: a tenant's id, or <c>$gateway</c> for the gateway's own secrets.</summary>
    public required string Owner { get; init; }

    /// <summary>Version, from 1; the highest one seals, all of them open.</summary>
    public required int Version { get; init; }

    /// <summary>Which master key wraps it: the first 8 bytes of its SHA-256, hexadecimal.</summary>
    public required string MasterKeyId { get; init; }

    /// <summary>Nonce, sealed key and tag.</summary>
    public required byte[] Wrapped { get; init; }

    /// <summary>When it was made.</summary>
    public required DateTimeOffset CreatedAt { get; init; }
}
