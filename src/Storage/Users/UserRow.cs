namespace LlmGateway.Storage;

/// <summary>A user's account. Who they are is sealed under a key of their own, so that erasing that key erases them.</summary>
public sealed record UserRow : IKeysetRow
{
    /// <summary>The user's id, <c>usr_…</c>, which is also the grain's key.</summary>
    public required string Id { get; init; }

    /// <summary>HMAC-SHA256 of the normalised e-mail address, lower-case hexadecimal: who signs in is found by it, and nobody can read it.</summary>
    public required string EmailHash { get; set; }

    /// <summary>E-mail, name, preferences and second factor as JSON, sealed for the owner <c>user/{id}</c>.</summary>
    public required byte[] Sealed { get; set; }

    /// <summary>The password's hash; null while none was set.</summary>
    public string? PasswordHash { get; set; }

    /// <summary>Changes with the password and the second factor.</summary>
    public required string SecurityStamp { get; set; }

    /// <summary>Whether signing in takes a code too.</summary>
    public bool TwoFactor { get; set; }

    /// <summary>Whether the user has shown that the e-mail address is theirs.</summary>
    public bool EmailConfirmed { get; set; }

    /// <summary>Wrong passwords and codes since the last right one.</summary>
    public int FailedSignIns { get; set; }

    /// <summary>Until when nobody can sign in; null for not locked.</summary>
    public DateTimeOffset? LockedUntil { get; set; }

    /// <summary>Whether the user is let in at all.</summary>
    public bool Active { get; set; } = true;

    /// <summary>The id that another directory gave the user; null for none.</summary>
    public string? ExternalId { get; set; }

    /// <summary>The tenant whose directory made the account, and alone may change it and shut it out; null where nobody's directory may.</summary>
    public string? ProvisionedBy { get; set; }

    /// <summary>Whether it was that directory that set <see cref="Active"/> to false; only then it may set it back.</summary>
    public bool ShutOutByDirectory { get; set; }

    /// <summary>When the account was made; kept in UTC to the millisecond.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When the user signed in last; null for never.</summary>
    public DateTimeOffset? LastSignInAt { get; set; }

    /// <summary>Grows with every change: of two that change the same row, one fails.</summary>
    public long Version { get; set; }
}
