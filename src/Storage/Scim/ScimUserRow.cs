namespace LlmGateway.Storage;

/// <summary>What the directory of one tenant says of one user.</summary>
public sealed record ScimUserRow
{
    /// <summary>The tenant.</summary>
    public required string TenantId { get; init; }

    /// <summary>The user, <c>usr_…</c>.</summary>
    public required string UserId { get; init; }

    /// <summary>Keyed hash of the name that the directory gave the user, for this tenant; lower-case hexadecimal.</summary>
    public required string UserNameHash { get; set; }

    /// <summary>Keyed hash of the directory's own id of the user, for this tenant; null for none.</summary>
    public string? ExternalIdHash { get; set; }

    /// <summary>Keyed hashes of all e-mail addresses, for this tenant, with blanks between.</summary>
    public required string EmailHashes { get; set; }

    /// <summary>The attributes as JSON, sealed for the owner <c>user/{id}</c>.</summary>
    public required byte[] Sealed { get; set; }

    /// <summary>Whether the directory lets the user into the tenant.</summary>
    public required bool Active { get; set; }

    /// <summary>When the directory first named the user; kept in UTC to the millisecond.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it last changed the user.</summary>
    public required DateTimeOffset ChangedAt { get; set; }

    /// <summary>Grows with every change: of two that change the same row, one fails.</summary>
    public long Version { get; set; }
}
