using LlmGateway.Grains.Keys;
using LlmGateway.Silo.Api.Requests;
using LlmGateway.Silo.Scim;

namespace LlmGateway.Silo.Api.Logs;

/// <summary>Copies the bodies of requests whose tenant wants them logged, but for those of directories, which say who people are. Runs once the tenant is known.</summary>
internal sealed class BodyCapture(RequestDelegate next)
{
    public Task InvokeAsync(HttpContext http)
    {
        if (http.Features.Get<KeyUse>()?.Known.Tenant.Policy is { LogBodies: true } policy && !ScimProblem.Speaks(http))
        {
            var bodies = new LoggedBodies(policy.Redact, !IsDrawn(policy.LogSampleRate));
            http.Features.Set(bodies);
            http.Request.Body = new CapturingStream(http.Request.Body, bodies.Request);
            CapturingResponse.Install(http, bodies.Response);
        }

        return next(http);
    }

    private static bool IsDrawn(double rate) => rate >= 1 || Random.Shared.NextDouble() < rate;
}
