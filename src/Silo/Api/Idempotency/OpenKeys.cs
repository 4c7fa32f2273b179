using System.Collections.Concurrent;

namespace LlmGateway.Silo.Api.Idempotency;

/// <summary>The requests with an idempotency key that this process answers at the moment. What a process before it left open is answered by nobody.</summary>
internal sealed class OpenKeys(IsSiloAlive isAlive)
{
    private readonly ConcurrentDictionary<string, bool> _running = [];

    /// <summary>Id of this process.</summary>
    public string Process { get; } = Guid.NewGuid().ToString("N");

    public void Enter(string requestId) => _running[requestId] = true;

    public void Leave(string requestId) => _running.TryRemove(requestId, out _);

    /// <summary>Whether a request of some process is still being answered.</summary>
    public async ValueTask<bool> IsRunningAsync(string process, string requestId, CancellationToken cancellationToken) =>
        process == Process ? _running.ContainsKey(requestId) : await isAlive(process, cancellationToken);
}
