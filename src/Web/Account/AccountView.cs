using System.Collections.Immutable;

namespace LlmGateway.Web.Account;

/// <summary>An account, as its user sees it.</summary>
public sealed record AccountView
{
    /// <summary>The e-mail address that the user signs in with; empty for none.</summary>
    public required string Email { get; init; }

    /// <summary>Whether the user has shown that the address is theirs.</summary>
    public required bool EmailConfirmed { get; init; }

    /// <summary>What to call the user.</summary>
    public string? Name { get; init; }

    /// <summary>A time zone of the IANA database; null for UTC.</summary>
    public string? TimeZone { get; init; }

    /// <summary><c>system</c>, <c>light</c> or <c>dark</c>.</summary>
    public required string Theme { get; init; }

    /// <summary>The model to begin with; null for any.</summary>
    public string? DefaultModel { get; init; }

    /// <summary>The server that the user signs in through, having no password here; null for users with a password.</summary>
    public string? SignsInThrough { get; init; }

    /// <summary>Whether signing in takes a code.</summary>
    public required bool TwoFactor { get; init; }

    /// <summary>How many recovery codes have not been used.</summary>
    public required int RecoveryCodesLeft { get; init; }

    /// <summary>The secret to be typed into an authenticator; null unless one is being set up.</summary>
    public string? AuthenticatorKey { get; init; }

    /// <summary>The same as a picture to be scanned, in SVG that the host made.</summary>
    public string? AuthenticatorPicture { get; init; }

    /// <summary>Where the user is signed in, the newest first.</summary>
    public required ImmutableArray<AccountSession> Sessions { get; init; }

    /// <summary>Time zones to choose from.</summary>
    public required ImmutableArray<string> TimeZones { get; init; }

    /// <summary>Models to choose from.</summary>
    public required ImmutableArray<string> Models { get; init; }
}
