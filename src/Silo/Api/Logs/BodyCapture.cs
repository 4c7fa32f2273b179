using LlmGateway.Grains.Keys;
using LlmGateway.Silo.Api.Requests;

namespace LlmGateway.Silo.Api.Logs;

/// <summary>Copies the bodies of requests whose tenant wants them logged. Runs once the tenant is known.</summary>
internal sealed class BodyCapture(RequestDelegate next)
{
    public Task InvokeAsync(HttpContext http)
    {
        if (RequestLogPolicy.Of(http) is { LogBodies: true } policy && http.Features.Get<ApiKey>() is not null)
        {
            var bodies = new LoggedBodies(policy.Redact, !IsDrawn(policy.SampleRate));
            http.Features.Set(bodies);
            http.Request.Body = new CapturingStream(http.Request.Body, bodies.Request);
            CapturingResponse.Install(http, bodies.Response);
        }

        return next(http);
    }

    private static bool IsDrawn(double rate) => rate >= 1 || Random.Shared.NextDouble() < rate;
}
