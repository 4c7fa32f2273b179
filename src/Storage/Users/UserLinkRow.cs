namespace LlmGateway.Storage;

/// <summary>Says which user somebody is whom an outside issuer knows.</summary>
public sealed record UserLinkRow
{
    /// <summary>HMAC-SHA256 of the issuer's address and its id of the user, lower-case hexadecimal: nobody can read it.</summary>
    public required string Id { get; init; }

    /// <summary>The user, <c>usr_…</c>.</summary>
    public required string UserId { get; init; }

    /// <summary>The issuer's address.</summary>
    public required string Issuer { get; init; }

    /// <summary>The tenant in whose table the issuer gave the user roles; null for none.</summary>
    public string? TenantId { get; set; }

    /// <summary>Whether the issuer made the user an operator of the whole gateway.</summary>
    public bool PlatformAdmin { get; set; }

    /// <summary>When the claims were issued that roles go by; older ones change nothing. Kept in UTC to the millisecond.</summary>
    public required DateTimeOffset ClaimsAt { get; set; }

    /// <summary>When the link was made; kept in UTC to the millisecond.</summary>
    public required DateTimeOffset CreatedAt { get; init; }
}
