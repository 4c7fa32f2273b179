using LlmGateway.Silo.Auth;
using LlmGateway.Silo.Hosting;
using LlmGateway.Silo.OAuth;
using LlmGateway.Silo.Users;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.JsonWebTokens;

namespace LlmGateway.Silo.Issuers;

/// <summary>Turns a sign-in at an issuer into a session here. Whatever goes wrong is said on the sign-in page.</summary>
internal sealed partial class IssuerSignIn(
    TrustedIssuers issuers, IssuerUsers users, SignIns signIns, FailedAttempts attempts, IGrainFactory grains, IOptions<GatewayOptions> options, TimeProvider time, ILogger<IssuerSignIn> logger)
    : OpenIdConnectEvents
{
    private const string Action = "account.sign_in";

    /// <summary>What is said of an issuer that does not answer.</summary>
    public static string Unreachable(TrustedIssuer issuer) => $"{issuer.DisplayName} can't be reached at the moment. Try again shortly, or sign in another way.";

    public override Task RedirectToIdentityProvider(RedirectContext context)
    {
        if (options.Value.PublicUrl is { } url)
        {
            context.ProtocolMessage.RedirectUri = IssuerRules.Canonical(url) + context.Options.CallbackPath;
        }

        return Task.CompletedTask;
    }

    public override Task TokenValidated(TokenValidatedContext context)
    {
        JsonWebToken token = new(context.TokenEndpointResponse!.IdToken);
        context.HttpContext.Features.Set(new Said(IssuerClaims.Of(token), IssuerTokens.IssuedAt(token, time.GetUtcNow())));
        return Task.CompletedTask;
    }

    public override Task UserInformationReceived(UserInformationReceivedContext context)
    {
        context.HttpContext.Features.Get<Said>()!.Claims.Add(context.User.RootElement);
        return Task.CompletedTask;
    }

    public override async Task TicketReceived(TicketReceivedContext context)
    {
        context.HandleResponse();
        var (http, issuer, target) = (context.HttpContext, issuers.OfScheme(context.Scheme.Name), LocalUrl.Or(context.ReturnUri));
        var said = http.Features.Get<Said>()!;
        if (IssuedPerson.Read(issuer.Options, said.Claims, said.At, out var problem) is not { } person)
        {
            await RefuseAsync(http, target, $"{issuer.DisplayName} does not say who you are as this gateway expects it: {problem}. Tell an administrator of the gateway.");
            return;
        }

        var (user, refusal) = await users.AdmitAsync(http, issuer, person);
        if (user is null)
        {
            await RefuseAsync(http, target, refusal!.Message);
            return;
        }

        // Recorded first: where that fails, nobody is signed in. The session before, if there is one, ends with it.
        await grains.AuditAsync(http, Action, user.Id, right: true, detail: IssuerAudit.Detail(issuer));
        await SignedIn.FindAsync(http);
        await (await signIns.StartAsync(http, user, issuer) ? new SeeOther(target) : http.To(SignInApi.PageTo(target), new Note { Error = "That took too long. Sign in again." })).ExecuteAsync(http);
    }

    public override Task AccessDenied(AccessDeniedContext context)
    {
        context.HandleResponse();
        return RefuseAsync(context.HttpContext, LocalUrl.Or(context.ReturnUrl), $"{issuers.OfScheme(context.Scheme.Name).DisplayName} did not let you in, or you did not allow it there.");
    }

    public override Task RemoteFailure(RemoteFailureContext context)
    {
        context.HandleResponse();
        var issuer = issuers.OfScheme(context.Scheme.Name);
        LogFailure(issuer.Name, context.HttpContext.TraceIdentifier, context.Failure?.Message);
        return RefuseAsync(context.HttpContext, LocalUrl.Or(context.Properties?.RedirectUri), IsUnreachable(context.Failure)
            ? Unreachable(issuer)
            : $"The sign-in through {issuer.DisplayName} did not end as it should: it took too long, was used before, or began in another browser. Try again.");
    }

    private static bool IsUnreachable(Exception? failure) =>
        failure is not null && (failure is HttpRequestException or TaskCanceledException or IssuerUnavailableException || IsUnreachable(failure.InnerException));

    private async Task RefuseAsync(HttpContext http, string target, string message)
    {
        var error = await grains.RefuseAsync(http, attempts, Action, null, message);
        await http.To(SignInApi.PageTo(target), new Note { Error = error }).ExecuteAsync(http);
    }

    [LoggerMessage(LogLevel.Warning, "A sign-in through the issuer {Issuer} failed ({RequestId}): {Failure}")]
    private partial void LogFailure(string issuer, string requestId, string? failure);

    private sealed record Said(IssuerClaims Claims, DateTimeOffset At);
}
