namespace LlmGateway.Silo.Users;

/// <summary>What is sealed of a user: personal data and the second factor.</summary>
internal sealed record UserProfile
{
    /// <summary>The e-mail address; empty for a user of an outside issuer that said none.</summary>
    public required string Email { get; set; }

    public string? Name { get; set; }

    /// <summary>Of the IANA database; null for UTC.</summary>
    public string? TimeZone { get; set; }

    /// <summary><c>light</c>, <c>dark</c>, or null for the system's.</summary>
    public string? Theme { get; set; }

    public string? DefaultModel { get; set; }

    /// <summary>Secret of the authenticator, in base 32.</summary>
    public string? AuthenticatorKey { get; set; }

    /// <summary>The period of the last code that was taken: no code is taken twice.</summary>
    public long LastCodePeriod { get; set; }

    /// <summary>Hashes of the recovery codes that are left.</summary>
    public IReadOnlyList<string> RecoveryCodes { get; set; } = [];

    /// <summary>Whom outside issuers know the user as.</summary>
    public IReadOnlyList<UserIdentity> Identities { get; set; } = [];
}
