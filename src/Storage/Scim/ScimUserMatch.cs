namespace LlmGateway.Storage;

/// <summary>Which rows of a tenant are looked for; what is null does not count.</summary>
public sealed record ScimUserMatch
{
    /// <summary>The user's id.</summary>
    public string? UserId { get; init; }

    /// <summary>See <see cref="ScimUserRow.UserNameHash"/>.</summary>
    public string? UserNameHash { get; init; }

    /// <summary>See <see cref="ScimUserRow.ExternalIdHash"/>.</summary>
    public string? ExternalIdHash { get; init; }

    /// <summary>One of <see cref="ScimUserRow.EmailHashes"/>.</summary>
    public string? EmailHash { get; init; }
}
