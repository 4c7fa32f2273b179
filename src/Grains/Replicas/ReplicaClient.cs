using System.Collections.Concurrent;
using System.IO.Hashing;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using LlmGateway.Grains.Models;

namespace LlmGateway.Grains.Replicas;

/// <summary>Sends requests to a model's replicas: to an engine on this silo directly, to others through their grains. Thread-safe.</summary>
/// <remarks>
/// A conversation goes to the replica that its number points to by rendezvous hashing (Thaler and Ravishankar 1998): every silo finds the same one, without a word, and when replicas come or go only
/// their own conversations move. Everything else, and a conversation whose replica is much busier, goes to the less busy of two drawn at random (Mitzenmacher 2001), by the tokens that this silo has
/// outstanding there.
/// </remarks>
public sealed class ReplicaClient
{
    private const long BusierAtMost = 2048; // Tokens; about what computing a long beginning again costs.
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
    /// <param name="route">The model.</param>
    /// <param name="conversation">A number that requests with the same beginning share; null if the request has no relatives.</param>
    public string? Choose(ModelRoute route, ulong? conversation = null)
    {
        var ready = route.Replicas.Where(replica => replica.State == ReplicaState.Ready).Select(replica => replica.Id).ToArray();
        if (ready.Length <= 1)
        {
            return ready.FirstOrDefault();
        }

        var first = Random.Shared.Next(ready.Length);
        var second = (first + 1 + Random.Shared.Next(ready.Length - 1)) % ready.Length;
        var calm = Outstanding(ready[first]) <= Outstanding(ready[second]) ? ready[first] : ready[second];
        return conversation is { } number && Home(ready, number) is var home && Outstanding(home) <= Outstanding(calm) + BusierAtMost ? home : calm;
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

    private static string Home(string[] replicas, ulong conversation) =>
        replicas.MaxBy(replica => XxHash3.HashToUInt64(MemoryMarshal.AsBytes(replica.AsSpan()), (long)conversation))!;

    private IModelReplicaGrain Grain(string replicaId) => _grains.GetGrain<IModelReplicaGrain>(replicaId);

    private long Outstanding(string replicaId) => _outstanding.TryGetValue(replicaId, out var tokens) ? Interlocked.Read(ref tokens.Value) : 0;
}
