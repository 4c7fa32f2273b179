using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using LlmGateway.Grains.Models;

namespace LlmGateway.Grains.Replicas;

/// <summary>Sends requests to a model's replicas: to an engine on this silo directly, to others through their grains. Thread-safe.</summary>
/// <remarks>Chooses the less busy of two replicas drawn at random (Mitzenmacher 2001), by the tokens that this silo has outstanding there.</remarks>
public sealed class ReplicaClient
{
    private const int RemoteBatch = 32; // Tokens that are ready together cross the network together; slow ones go at once.

    private static readonly TimeSpan CancelPatience = TimeSpan.FromSeconds(15); // Above a worker's own.

    private readonly IGrainFactory _grains;
    private readonly LocalReplicas _local;
    private readonly ConcurrentDictionary<string, StrongBox<long>> _outstanding = new(StringComparer.Ordinal);

    internal ReplicaClient(IGrainFactory grains, LocalReplicas local)
    {
        _grains = grains;
        _local = local;
    }

    /// <summary>A replica that answers, or null if the model has none.</summary>
    public string? Choose(ModelRoute route)
    {
        var ready = route.Replicas.Where(replica => replica.State == ReplicaState.Ready).Select(replica => replica.Id).ToArray();
        if (ready.Length <= 1)
        {
            return ready.FirstOrDefault();
        }

        var first = Random.Shared.Next(ready.Length);
        var second = (first + 1 + Random.Shared.Next(ready.Length - 1)) % ready.Length;
        return Outstanding(ready[first]) <= Outstanding(ready[second]) ? ready[first] : ready[second];
    }

    /// <summary>Generates text on a replica. A lost replica ends the stream with <see cref="ReplicaErrorCode.Unavailable"/> and what is known of the cost.</summary>
    /// <param name="replicaId">The replica.</param>
    /// <param name="request">Prompt, bounds and sampling.</param>
    /// <param name="cancellationToken">
    /// Ends the stream with <see cref="FinishReason.Cancelled"/> and the exact cost, wherever the replica is: read on to the end. It throws nothing.
    /// A reader that leaves early cancels too, and learns no cost.
    /// </param>
    public async IAsyncEnumerable<GenerationChunk> GenerateAsync(
        string replicaId, GenerateRequest request, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var outstanding = _outstanding.GetOrAdd(replicaId, static _ => new StrongBox<long>());
        var cost = request.MaxTokens ?? 256;
        var (promptTokens, completionTokens) = (0, 0);
        Interlocked.Add(ref outstanding.Value, cost);
        try
        {
            var chunks = _local.TryGet(replicaId, out var engine)
                ? engine.GenerateChunksAsync(request, cancellationToken)
                : Grain(replicaId).GenerateChunksAsync(request, cancellationToken);
            await foreach (var chunk in chunks)
            {
                switch (chunk)
                {
                    case TextChunk text:
                        completionTokens = text.CompletionTokens;
                        break;
                    case GenerationStartedChunk started:
                        promptTokens = started.PromptTokens;
                        break;
                    case GenerationFailedChunk failed when completionTokens > 0:
                        yield return failed with { Usage = new TokenUsage(promptTokens, completionTokens, 0) };
                        continue;
                }

                yield return chunk;
            }
        }
        finally
        {
            Interlocked.Add(ref outstanding.Value, -cost);
        }
    }

    /// <summary>Embeds texts on a replica.</summary>
    public Task<ReplicaResult<Embeddings>> EmbedAsync(string replicaId, EmbedRequest request, CancellationToken cancellationToken = default) =>
        _local.TryGet(replicaId, out var engine) ? engine.EmbedAsync(request, cancellationToken) : RemoteCalls.CallAsync(Grain(replicaId).EmbedAsync(request, cancellationToken));

    /// <summary>Renders and splits a prompt on a replica.</summary>
    public Task<ReplicaResult<TokenizedText>> TokenizeAsync(string replicaId, Prompt prompt, CancellationToken cancellationToken = default) =>
        _local.TryGet(replicaId, out var engine) ? engine.TokenizeAsync(prompt, cancellationToken) : RemoteCalls.CallAsync(Grain(replicaId).TokenizeAsync(prompt, cancellationToken));

    /// <summary>The text of tokens.</summary>
    public Task<ReplicaResult<string>> DetokenizeAsync(string replicaId, int[] tokens, CancellationToken cancellationToken = default) =>
        _local.TryGet(replicaId, out var engine) ? engine.DetokenizeTextAsync(tokens, cancellationToken) : RemoteCalls.CallAsync(Grain(replicaId).DetokenizeAsync(tokens, cancellationToken));

    private IModelReplicaGrain Grain(string replicaId) => _grains.GetGrain<IModelReplicaGrain>(replicaId);

    private long Outstanding(string replicaId) => _outstanding.TryGetValue(replicaId, out var tokens) ? Interlocked.Read(ref tokens.Value) : 0;
}
