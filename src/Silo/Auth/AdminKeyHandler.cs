using System.Security.Claims;
using System.Text.Encodings.Web;
using LlmGateway.Grains.Keys;
using LlmGateway.Silo.Api.OpenAI;
using LlmGateway.Silo.Auth.Access;
using LlmGateway.Silo.OAuth;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;

namespace LlmGateway.Silo.Auth;

/// <summary>Authenticates the admin plane by the admin key, or by an access token with the scope <c>admin</c>. Data keys never pass here, nor does the admin key there.</summary>
internal sealed class AdminKeyHandler(
    IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory loggers, UrlEncoder encoder, AdminKey key, TokenAccess tokens, FailedAttempts attempts)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, loggers, encoder)
{
    /// <summary>Name of who holds the admin key.</summary>
    public const string Actor = "admin-key";

    // A call without a key counts like a wrong one here: each leaves a row in the audit trail.
    private static readonly AuthenticateResult Missing = KeyRefusal.Guess("No admin key was given. Send 'Authorization: Bearer' with the key in <data>/admin.key.");
    private static readonly AuthenticateResult Unknown = KeyRefusal.Guess("Incorrect admin key provided. The admin plane takes the key in <data>/admin.key, not an API key.");
    private static readonly AuthenticateResult NoScope = KeyRefusal.Because(
        ApiProblem.Forbidden("This access token does not have the scope 'admin', which the admin plane needs.", null, "insufficient_scope"));

    private static readonly AuthenticateResult WrongPlane = KeyRefusal.Guess("This is an API key. The admin plane takes the admin key, which is in <data>/admin.key; API keys belong to /v1.");

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync() =>
        !BearerToken.TryGet(Request, out var secret) ? Missing
        : TokenAccess.IsToken(secret.Span) ? await OpenTokenAsync(secret)
        : key.Matches(secret.Span) ? TicketOf(new Claim(ClaimTypes.Name, Actor), new Claim(GatewayClaims.Operator, Actor))
        : secret.Span.StartsWith(ApiKeySecret.TenantKind) ? WrongPlane
        : Unknown;

    private async Task<AuthenticateResult> OpenTokenAsync(ReadOnlyMemory<char> jwt)
    {
        var (token, _, refusal) = await tokens.OpenAsync(Context, jwt);
        return token is null ? refusal!
            : token.Scopes.Contains(GatewayScopes.Admin) ? TicketOf(new Claim(ClaimTypes.Name, token.Subject), new Claim(GatewayClaims.Subject, token.Subject))
            : NoScope;
    }

    private AuthenticateResult TicketOf(params Claim[] claims) =>
        AuthenticateResult.Success(new AuthenticationTicket(new ClaimsPrincipal(new ClaimsIdentity(claims, Scheme.Name)), Scheme.Name));

    protected override Task HandleForbiddenAsync(AuthenticationProperties properties) => PermissionRefusal.AnswerAsync(Context);

    protected override async Task HandleChallengeAsync(AuthenticationProperties properties) =>
        await KeyRefusal.AnswerAsync(Context, await HandleAuthenticateOnceSafeAsync(), attempts);
}
