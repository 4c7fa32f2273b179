using System.Data.Common;
using LlmGateway.Grains;
using LlmGateway.Silo.Api.OpenAI;

namespace LlmGateway.Silo.Hosting;

/// <summary>Answers to exceptions that mean a broken dependency rather than a fault of the gateway.</summary>
internal static class BrokenDependency
{
    /// <summary>What a client is told, or null if the gateway itself has failed.</summary>
    public static ApiProblem? Explain(Exception exception)
    {
        for (var e = exception; e is not null; e = e.InnerException)
        {
            switch (e)
            {
                case DbException or StorageUnavailableException:
                    return Unavailable("The gateway's database can't be used at the moment: it is locked, full or failing. Try again shortly.", "storage_unavailable");
                case SiloUnavailableException or OrleansMessageRejectionException or TimeoutException:
                    return Unavailable("A part of the gateway did not answer in time. Try again shortly.", "silo_unavailable");
            }
        }

        return null;
    }

    private static ApiProblem Unavailable(string message, string code) => new(503, new ApiError(message, "server_error", null, code), retryAfter: 1);
}
