using System.Security.Claims;
using System.Text.Encodings.Web;
using LlmGateway.Silo.Api.OpenAI;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;

namespace LlmGateway.Silo.Auth;

/// <summary>Authenticates the admin plane by the admin key. Data keys never pass here, nor does the admin key there.</summary>
internal sealed class AdminKeyHandler(IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory loggers, UrlEncoder encoder, AdminKey key)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, loggers, encoder)
{
    protected override Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        if (!BearerToken.TryGet(Request, out var secret))
        {
            return Task.FromResult(AuthenticateResult.NoResult());
        }

        return Task.FromResult(key.Matches(secret.Span)
            ? AuthenticateResult.Success(new AuthenticationTicket(new ClaimsPrincipal(new ClaimsIdentity(Scheme.Name)), Scheme.Name))
            : AuthenticateResult.Fail("Incorrect admin key provided. The admin plane takes the key in <data>/admin.key, not an API key."));
    }

    protected override async Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        var failure = (await HandleAuthenticateOnceSafeAsync()).Failure;
        await ApiProblem.Unauthorized(failure?.Message ?? "No admin key was given. Send 'Authorization: Bearer' with the key in <data>/admin.key.").ExecuteAsync(Context);
    }
}
