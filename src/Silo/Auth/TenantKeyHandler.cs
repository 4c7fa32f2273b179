using System.Security.Claims;
using System.Text.Encodings.Web;
using LlmGateway.Grains.Access;
using LlmGateway.Grains.Keys;
using LlmGateway.Grains.Tenants;
using LlmGateway.Silo.Api.OpenAI;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;

namespace LlmGateway.Silo.Auth;

/// <summary>Authenticates the data plane by an API key or an access token in <c>Authorization: Bearer</c>.</summary>
internal sealed class TenantKeyHandler(
    IOptionsMonitor<AuthenticationSchemeOptions> options,
    ILoggerFactory loggers,
    UrlEncoder encoder,
    ApiKeyCache keys,
    SiloAccess access,
    TokenAccess tokens,
    AdminKey adminKey,
    FailedAttempts attempts,
    TimeProvider time)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, loggers, encoder)
{
    private static readonly AuthenticateResult Missing = KeyRefusal.Because("No API key was given. Send 'Authorization: Bearer sk-gw-…'.");
    private static readonly AuthenticateResult Unknown = KeyRefusal.Guess(BearerToken.Unknown);
    private static readonly AuthenticateResult WrongPlane = KeyRefusal.Guess("This is an admin key. The data plane takes an API key, sk-gw-…; make one at /admin/v1/tenants/{tenant}/keys.");
    private static readonly AuthenticateResult Revoked = KeyRefusal.Because("This API key was revoked. Use another one.");
    private static readonly AuthenticateResult Expired = KeyRefusal.Because("This API key has expired. Use another one.");
    private static readonly AuthenticateResult Replaced = KeyRefusal.Because("This API key was replaced by a newer one, and the time to change over has passed. Use the newer one.");
    private static readonly AuthenticateResult Deleted = KeyRefusal.Because("The tenant of this API key was deleted. Use another key.");
    private static readonly AuthenticateResult Suspended = KeyRefusal.Because(
        ApiProblem.Forbidden("The tenant of this API key is suspended. Ask the operator of this gateway to activate it.", null, "tenant_suspended"));

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        if (!BearerToken.TryGet(Request, out var secret))
        {
            return Missing;
        }

        if (TokenAccess.IsToken(secret.Span))
        {
            var (opened, limits, refused) = await tokens.OpenInTenantAsync(Context, secret);
            return opened is null ? refused! : await AdmitAsync(opened, limits);
        }

        return await keys.OpenAsync(secret.Span) is { } use ? await AdmitAsync(use, null)
            : secret.Span.StartsWith(ApiKeySecret.AdminKind) || adminKey.Matches(secret.Span) ? WrongPlane
            : Unknown;
    }

    private async ValueTask<AuthenticateResult> AdmitAsync(KeyUse use, SubjectAccess? limits)
    {

        if (Refuse(use.Known) is { } refusal)
        {
            use.Dispose();
            return refusal;
        }

        Context.Features.Set(use);
        Response.RegisterForDispose(use);
        Context.Features.Set(await access.GrantsOfAsync(use.Known.Tenant.Id, Context.RequestAborted));
        if (use.Known.Ticket is not KnownTicket known || !ReferenceEquals(known.Limits, limits))
        {
            use.Known.Ticket = known = new KnownTicket(TicketOf(use.Known.Key, limits), limits);
        }

        return known.Ticket;
    }

    protected override async Task HandleChallengeAsync(AuthenticationProperties properties) =>
        await KeyRefusal.AnswerAsync(Context, await HandleAuthenticateOnceSafeAsync(), attempts);

    protected override Task HandleForbiddenAsync(AuthenticationProperties properties) =>
        ApiProblem.Forbidden(
            BearerToken.TryGet(Request, out var secret) && TokenAccess.IsToken(secret.Span)
                ? "This access token does not have the scope that this needs, or its holder no role that allows it."
                : "This API key does not have the scope that this needs.",
            null,
            "insufficient_scope").ExecuteAsync(Context);

    private AuthenticateResult? Refuse(KnownKey known) => known switch
    {
        { Key.RevokedAt: not null } => Revoked,
        { Tenant.Status: TenantStatus.Deleted } => Deleted,
        { Key.ExpiresAt: { } expiry } when expiry <= time.GetUtcNow() => Expired,
        { SecretEndsAt: { } end } when end <= time.GetUtcNow() => Replaced,
        { Tenant.Status: not TenantStatus.Active } => Suspended,
        _ => null,
    };

    // Made once for as long as the silo knows the key, and its holder may do the same; not for each request.
    private AuthenticateResult TicketOf(ApiKey key, SubjectAccess? limits)
    {
        ClaimsIdentity identity = new(
            [new Claim(GatewayClaims.Tenant, key.TenantId), new Claim(GatewayClaims.Key, key.Id), .. key.Scopes.Where(scope => limits is null || limits.Allows(scope)).Select(scope => new Claim(GatewayClaims.Scope, scope))],
            Scheme.Name);
        return AuthenticateResult.Success(new AuthenticationTicket(new ClaimsPrincipal(identity), Scheme.Name));
    }
}
