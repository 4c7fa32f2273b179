using System.Security.Claims;
using System.Text.Encodings.Web;
using LlmGateway.Grains.Keys;
using LlmGateway.Silo.Auth.Access;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;

namespace LlmGateway.Silo.Auth;

/// <summary>Authenticates the admin plane by the admin key. Data keys never pass here, nor does the admin key there.</summary>
internal sealed class AdminKeyHandler(
    IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory loggers, UrlEncoder encoder, AdminKey key, FailedAttempts attempts)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, loggers, encoder)
{
    /// <summary>Name of who holds the admin key.</summary>
    public const string Actor = "admin-key";

    // A call without a key counts like a wrong one here: each leaves a row in the audit trail.
    private static readonly AuthenticateResult Missing = KeyRefusal.Guess("No admin key was given. Send 'Authorization: Bearer' with the key in <data>/admin.key.");
    private static readonly AuthenticateResult Unknown = KeyRefusal.Guess("Incorrect admin key provided. The admin plane takes the key in <data>/admin.key, not an API key.");
    private static readonly AuthenticateResult WrongPlane = KeyRefusal.Guess("This is an API key. The admin plane takes the admin key, which is in <data>/admin.key; API keys belong to /v1.");

    protected override Task<AuthenticateResult> HandleAuthenticateAsync() => Task.FromResult(
        !BearerToken.TryGet(Request, out var secret) ? Missing
        : key.Matches(secret.Span) ? AuthenticateResult.Success(new AuthenticationTicket(new ClaimsPrincipal(new ClaimsIdentity([new Claim(ClaimTypes.Name, Actor), new Claim(GatewayClaims.Operator, Actor)], Scheme.Name)), Scheme.Name))
        : secret.Span.StartsWith(ApiKeySecret.TenantKind) ? WrongPlane
        : Unknown);

    protected override Task HandleForbiddenAsync(AuthenticationProperties properties) => PermissionRefusal.AnswerAsync(Context);

    protected override async Task HandleChallengeAsync(AuthenticationProperties properties) =>
        await KeyRefusal.AnswerAsync(Context, await HandleAuthenticateOnceSafeAsync(), attempts);
}
