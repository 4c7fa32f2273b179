using LlmGateway.Grains.Access;
using LlmGateway.Grains.Keys;
using LlmGateway.Grains.Users;
using LlmGateway.Silo.Api.OpenAI;
using LlmGateway.Silo.Issuers;
using LlmGateway.Silo.OAuth;
using Microsoft.AspNetCore.Authentication;

namespace LlmGateway.Silo.Auth;

/// <summary>Opens requests with access tokens: what the token says, as far as its holder's session lives and its holder may still do it.</summary>
internal sealed class TokenAccess(AccessTokens tokens, IssuerTokens issued, SiloUsers users, SiloAccess access, ApiKeyCache keys)
{
    private static readonly AuthenticateResult Unknown = KeyRefusal.Guess("This access token does not hold: it has expired, was revoked, or is none of this gateway's. Get a new one at /oauth/token.");
    private static readonly AuthenticateResult Ended = KeyRefusal.Because("The session of this access token has ended. Sign in again.");
    private static readonly AuthenticateResult NoTenant = KeyRefusal.Because(
        ApiProblem.Forbidden("This access token names no tenant. Ask for one with 'tenant' where you sign in.", null, "tenant_missing"));
    private static readonly AuthenticateResult NoTenantOfIssuer = KeyRefusal.Because(
        ApiProblem.Forbidden("This access token names no tenant of this gateway. Ask its operator how the issuer's claims are mapped.", null, "tenant_missing"));
    private static readonly AuthenticateResult ShutOut = KeyRefusal.Because("The user of this access token is shut out of this gateway, or was deleted.");
    private static readonly AuthenticateResult Stranger = KeyRefusal.Because(
        ApiProblem.Forbidden("The holder of this access token is not a member of its tenant.", null, "not_a_member"));

    /// <summary>Whether a secret is shaped like a token, and not like a key.</summary>
    public static bool IsToken(ReadOnlySpan<char> secret) => secret.StartsWith("eyJ", StringComparison.Ordinal);

    /// <summary>Reads a token and opens its holder's session for as long as the request lasts; with a token of an outside issuer, what ends when its user is shut out.</summary>
    /// <returns>The token, or why it opens nothing.</returns>
    public async ValueTask<(AccessToken? Token, SessionUse? Session, AuthenticateResult? Refusal)> OpenAsync(HttpContext http, ReadOnlyMemory<char> jwt)
    {
        var (token, refusal) = await ReadAsync(http, jwt);
        if (token is null)
        {
            return (null, null, refusal);
        }

        if (token.OfOutsideIssuer)
        {
            if (await users.OpenAsync(token.Subject) is not { } open)
            {
                return (null, null, ShutOut);
            }

            http.Response.RegisterForDispose(open);
            return (token, open, null);
        }

        if (token.SessionId is not { } sessionId)
        {
            // A client's own token holds for as long as there is the client.
            return await users.FindAsync(token.Subject) is { Active: true } ? (token, null, null) : (null, null, Unknown);
        }

        if (await users.OpenAsync(token.Subject, sessionId) is not { } session)
        {
            return (null, null, Ended);
        }

        http.Response.RegisterForDispose(session);
        return (token, session, null);
    }

    /// <summary>Opens a request of the data plane.</summary>
    /// <returns>The use of the token in its tenant with what it opens there, or why it opens nothing.</returns>
    public async ValueTask<(KeyUse? Use, SubjectAccess? Limits, AuthenticateResult? Refusal)> OpenInTenantAsync(HttpContext http, ReadOnlyMemory<char> jwt)
    {
        var (token, session, refusal) = await OpenAsync(http, jwt);
        if (token is null)
        {
            return (null, null, refusal);
        }

        if (token.TenantId is not { } tenantId)
        {
            return (null, null, token.OfOutsideIssuer ? NoTenantOfIssuer : NoTenant);
        }

        // A client's own scopes were given to it like a key's; what a user may do is looked up each time.
        var limits = session is null ? null : await access.OfAsync(token.Subject, tenantId, http.RequestAborted);
        if (limits is { IsMember: false } || await keys.OpenTokenAsync(jwt.Span, token.Subject, tenantId, token.Scopes) is not { } use)
        {
            return (null, null, Stranger);
        }

        if (session is not null)
        {
            use.EndWith(session.Ended);
        }

        return (use, limits, null);
    }

    // Those that were read before, then those that an outside issuer should have given out, then ours.
    private async ValueTask<(AccessToken? Token, AuthenticateResult? Refusal)> ReadAsync(HttpContext http, ReadOnlyMemory<char> jwt)
    {
        if (TokenHash.Of(jwt.Span) is not { } hash)
        {
            return (null, Unknown);
        }

        if ((tokens.Find(hash) ?? issued.Find(hash)) is { } known)
        {
            return (known, null);
        }

        if (issued.IssuerOf(jwt, out var unread) is { } issuer)
        {
            return await issued.ReadAsync(http, issuer, unread!, hash);
        }

        return await tokens.ReadAsync(jwt) is { } own ? (own, null) : (null, Unknown);
    }
}
