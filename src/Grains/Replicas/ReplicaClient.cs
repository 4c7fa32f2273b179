using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using LlmGateway.Grains.Models;

namespace LlmGateway.Grains.Replicas;

/// <summary>Sends requests to a model's replicas: to an engine on this silo directly, to others through their grains. Thread-safe.</summary>
/// <remarks>Chooses the less busy of two replicas drawn at random (Mitzenmacher 2001), by the tokens that this silo has outstanding there.</remarks>
public sealed class ReplicaClient
{
    private const int RemoteBatch = 32; // Tokens that are ready together cross the network together; slow ones go at once.

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

    /// <summary>Generates text on a replica. A lost replica ends the stream with <see cref="ReplicaErrorCode.Unavailable"/>.</summary>
    public async IAsyncEnumerable<GenerationChunk> GenerateAsync(
        string replicaId, GenerateRequest request, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var outstanding = _outstanding.GetOrAdd(replicaId, static _ => new StrongBox<long>());
        var cost = request.MaxTokens ?? 256;
        Interlocked.Add(ref outstanding.Value, cost);
        try
        {
            var chunks = _local.TryGet(replicaId, out var engine)
                ? engine.GenerateChunksAsync(request, cancellationToken)
                : RemoteAsync(replicaId, request, cancellationToken);
            await foreach (var chunk in chunks)
            {
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
        _local.TryGet(replicaId, out var engine) ? engine.EmbedAsync(request, cancellationToken) : CallAsync(Grain(replicaId).EmbedAsync(request, cancellationToken));

    /// <summary>Renders and splits a prompt on a replica.</summary>
    public Task<ReplicaResult<TokenizedText>> TokenizeAsync(string replicaId, Prompt prompt, CancellationToken cancellationToken = default) =>
        _local.TryGet(replicaId, out var engine) ? engine.TokenizeAsync(prompt, cancellationToken) : CallAsync(Grain(replicaId).TokenizeAsync(prompt, cancellationToken));

    /// <summary>The text of tokens.</summary>
    public Task<ReplicaResult<string>> DetokenizeAsync(string replicaId, int[] tokens, CancellationToken cancellationToken = default) =>
        _local.TryGet(replicaId, out var engine) ? engine.DetokenizeTextAsync(tokens, cancellationToken) : CallAsync(Grain(replicaId).DetokenizeAsync(tokens, cancellationToken));

    private IModelReplicaGrain Grain(string replicaId) => _grains.GetGrain<IModelReplicaGrain>(replicaId);

    private long Outstanding(string replicaId) => _outstanding.TryGetValue(replicaId, out var tokens) ? Interlocked.Read(ref tokens.Value) : 0;

    private async IAsyncEnumerable<GenerationChunk> RemoteAsync(
        string replicaId, GenerateRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var chunks = Grain(replicaId).GenerateAsync(request, cancellationToken).WithBatchSize(RemoteBatch).GetAsyncEnumerator(cancellationToken);
        while (true)
        {
            GenerationChunk? chunk;
            try
            {
                chunk = await chunks.MoveNextAsync() ? chunks.Current : null;
            }
            catch (Exception e) when (IsLoss(e))
            {
                chunk = new GenerationFailedChunk(Lost());
            }

            if (chunk is not null)
            {
                yield return chunk;
            }

            if (chunk is null or GenerationFailedChunk)
            {
                yield break;
            }
        }
    }

    private static async Task<ReplicaResult<T>> CallAsync<T>(Task<ReplicaResult<T>> call)
        where T : class
    {
        try
        {
            return await call;
        }
        catch (Exception e) when (IsLoss(e))
        {
            return new ReplicaResult<T>(null, Lost());
        }
    }

    private static bool IsLoss(Exception e) => e is SiloUnavailableException or OrleansMessageRejectionException or EnumerationAbortedException or TimeoutException;

    private static ReplicaError Lost() => new(ReplicaErrorCode.Unavailable, "The silo that computed the answer was lost. Try again.");
}
