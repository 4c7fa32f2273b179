using System.Security.Claims;
using System.Text.Encodings.Web;
using LlmGateway.Grains.Keys;
using LlmGateway.Silo.Api.OpenAI;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;

namespace LlmGateway.Silo.Auth;

/// <summary>Authenticates the data plane by an API key in <c>Authorization: Bearer</c>.</summary>
internal sealed class TenantKeyHandler(
    IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory loggers, UrlEncoder encoder, ApiKeyCache keys, TimeProvider time)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, loggers, encoder)
{
    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        if (!BearerToken.TryGet(Request, out var secret))
        {
            return AuthenticateResult.NoResult();
        }

        var key = await keys.FindAsync(secret.Span);
        return key switch
        {
            null => AuthenticateResult.Fail(BearerToken.Unknown),
            { RevokedAt: not null } => AuthenticateResult.Fail("This API key was revoked. Use another one."),
            { ExpiresAt: { } expiry } when expiry <= time.GetUtcNow() => AuthenticateResult.Fail("This API key has expired. Use another one."),
            _ => Succeed(key),
        };
    }

    protected override async Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        var failure = (await HandleAuthenticateOnceSafeAsync()).Failure;
        await ApiProblem.Unauthorized(failure?.Message ?? "No API key was given. Send 'Authorization: Bearer sk-gw-…'.").ExecuteAsync(Context);
    }

    protected override Task HandleForbiddenAsync(AuthenticationProperties properties) =>
        ApiProblem.Forbidden("This API key does not have the scope that this needs.", null, "insufficient_scope").ExecuteAsync(Context);

    private AuthenticateResult Succeed(ApiKey key)
    {
        Context.Features.Set(key);
        ClaimsIdentity identity = new(
            [new Claim(GatewayClaims.Tenant, key.TenantId), new Claim(GatewayClaims.Key, key.Id), .. key.Scopes.Select(scope => new Claim(GatewayClaims.Scope, scope))],
            Scheme.Name);
        return AuthenticateResult.Success(new AuthenticationTicket(new ClaimsPrincipal(identity), Scheme.Name));
    }
}
