namespace LlmGateway.Silo.Api.Logs;

/// <summary>What a tenant wants logged of its requests; a feature of the request, set by whoever knows the tenant. Metadata is always logged, redacted.</summary>
/// <param name="LogBodies">Whether bodies of requests and answers are stored, sealed under the tenant's key.</param>
/// <param name="SampleRate">Of which share of the successful requests, 0 to 1; of those that fail, always.</param>
/// <param name="Redact">Whether personal data is taken out of bodies before.</param>
internal sealed record RequestLogPolicy(bool LogBodies = false, double SampleRate = 1, bool Redact = true)
{
    /// <summary>No bodies.</summary>
    public static RequestLogPolicy Default { get; } = new();

    /// <summary>The policy of a request's tenant.</summary>
    public static RequestLogPolicy Of(HttpContext http) => http.Features.Get<RequestLogPolicy>() ?? Default;
}
