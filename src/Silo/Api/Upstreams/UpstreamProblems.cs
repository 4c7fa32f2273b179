using LlmGateway.Silo.Api.OpenAI;
using LlmGateway.Silo.Auth;

namespace LlmGateway.Silo.Api.Upstreams;

/// <summary>What a client is told when an upstream fails it.</summary>
internal static class UpstreamProblems
{
    public static ApiProblem Unreachable(string model) => Failed($"The service behind '{model}' can't be reached at the moment. Try again shortly.", "upstream_unreachable");

    public static ApiProblem TimedOut(string model) => Failed($"The service behind '{model}' did not answer in time. Try again.", "upstream_timeout");

    /// <summary>It answered with an error that is not the client's: its own, or that of the key that this gateway has for it.</summary>
    public static ApiProblem Refused(string model, int status) => Failed($"The service behind '{model}' failed with status {status}. Try again shortly.", "upstream_error");

    /// <summary>It ended within its answer, or that is no JSON, or too long.</summary>
    public static ApiProblem Broken(string model) => Failed($"The service behind '{model}' broke its answer off or sent none that can be read. Try again.", "upstream_error");

    /// <summary>It refused the request, but not in words that a client of ours can read.</summary>
    public static ApiProblem Unreadable(string model, int status) =>
        new(status, new ApiError($"The service behind '{model}' refused the request with status {status}.", "invalid_request_error", null, "upstream_refused"));

    /// <summary>Why the gateway itself ends an answer that runs; null if it does not.</summary>
    /// <param name="http">The request.</param>
    /// <param name="drained">Cancelled when the silo, which is told to stop, waits no longer.</param>
    public static ApiProblem? CutOff(HttpContext http, CancellationToken drained) =>
        http.KeyRevoked().IsCancellationRequested ? ApiProblem.Unauthorized("This API key was revoked while it was used. Use another one.")
        : drained.IsCancellationRequested ? Failed("The silo is being stopped and the answer took too long to finish. Try again.", "replica_lost")
        : null;

    private static ApiProblem Failed(string message, string code) => new(503, new ApiError(message, "server_error", null, code), retryAfter: 1);
}
