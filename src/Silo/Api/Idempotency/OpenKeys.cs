using System.Collections.Concurrent;

namespace LlmGateway.Silo.Api.Idempotency;

/// <summary>The requests with an idempotency key that this process answers at the moment. What a process before it left open is answered by nobody.</summary>
internal sealed class OpenKeys(IsSiloAlive isAlive, ILocalSiloDetails silo)
{
    private readonly ConcurrentDictionary<string, bool> _running = [];

    /// <summary>Id of this process.</summary>
    public string Process { get; } = silo.SiloAddress.ToParsableString();

    public void Enter(string requestId) => _running[requestId] = true;

    public void Leave(string requestId) => _running.TryRemove(requestId, out _);

    /// <summary>Whether a request of some process is still being answered.</summary>
    public bool IsRunning(string process, string requestId) => process == Process ? _running.ContainsKey(requestId) : isAlive(process);
}
