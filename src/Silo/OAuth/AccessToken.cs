using System.Collections.Immutable;

namespace LlmGateway.Silo.OAuth;

/// <summary>What a valid access token says.</summary>
/// <param name="Subject">A user, <c>usr_…</c>, or the client itself.</param>
/// <param name="TenantId">The tenant that it acts in; null for none.</param>
/// <param name="Scopes">What it opens.</param>
/// <param name="SessionId">The user's session, <c>ses_…</c>; null for a client's own token. Whether it lives is the caller's to see.</param>
/// <param name="ClientId">Who holds it; for a token of an outside issuer, the issuer's name.</param>
/// <param name="ExpiresAt">When it ends.</param>
internal sealed record AccessToken(string Subject, string? TenantId, ImmutableArray<string> Scopes, string? SessionId, string ClientId, DateTimeOffset ExpiresAt)
{
    /// <summary>Whether an outside issuer gave it out: its subject is a user, and it has no session here.</summary>
    public bool OfOutsideIssuer { get; init; }
}
