using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using LlmGateway.Inference;

namespace LlmGateway.Grains.Replicas;

/// <summary>Engines of the replicas on this silo, so that its own requests reach them without a grain call for every token.</summary>
internal sealed class LocalReplicas
{
    private readonly ConcurrentDictionary<string, IInferenceEngine> _engines = new(StringComparer.Ordinal);

    /// <summary>All engines by their replicas' ids.</summary>
    public IEnumerable<KeyValuePair<string, IInferenceEngine>> All => _engines;

    public bool TryGet(string replicaId, [MaybeNullWhen(false)] out IInferenceEngine engine) => _engines.TryGetValue(replicaId, out engine);

    public void Add(string replicaId, IInferenceEngine engine) => _engines[replicaId] = engine;

    public void Remove(string replicaId) => _engines.TryRemove(replicaId, out _);
}
