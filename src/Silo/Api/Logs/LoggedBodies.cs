using LlmGateway.Silo.Api.Requests;

namespace LlmGateway.Silo.Api.Logs;

/// <summary>The bodies of one request while it runs; only where its tenant logs bodies.</summary>
/// <param name="Redact">Whether personal data is taken out.</param>
/// <param name="OnlyFailure">Whether they are kept only if the request fails.</param>
internal sealed record LoggedBodies(bool Redact, bool OnlyFailure)
{
    private const int MaxBytes = 256 * 1024;

    public CapturedBody Request { get; } = new(MaxBytes);

    public CapturedBody Response { get; } = new(MaxBytes);
}
