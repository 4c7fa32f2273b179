namespace LlmGateway.Grains.Replicas;

/// <summary>One loaded model on one silo, keyed <c>model@version/ordinal</c>.</summary>
[Alias("llmgw.IModelReplicaGrain")]
public interface IModelReplicaGrain : IGrainWithStringKey
{
    /// <summary>Loads the model unless it is loaded or loading; returns at once. The model grain hears of the outcome.</summary>
    [Alias("Start")]
    Task<ReplicaStatus> StartAsync(ReplicaSettings settings, CancellationToken cancellationToken = default);

    /// <summary>Unloads the model; open requests fail as lost.</summary>
    [Alias("Stop")]
    Task StopAsync(CancellationToken cancellationToken = default);

    /// <summary>How the replica is.</summary>
    [Alias("GetStatus")]
    Task<ReplicaStatus> GetStatusAsync(CancellationToken cancellationToken = default);

    /// <summary>Generates text: started, text several times, then finished or failed.</summary>
    /// <param name="request">Prompt, bounds and sampling.</param>
    /// <param name="cancellationToken">Frees the sequence before the engine's next step, and ends the enumeration at once: see <see cref="CancelAsync"/>.</param>
    [Alias("Generate")]
    IAsyncEnumerable<GenerationChunk> GenerateAsync(GenerateRequest request, CancellationToken cancellationToken = default);

    /// <summary>Cancels a running generation, whose stream then ends with <see cref="FinishReason.Cancelled"/> and its count. Does nothing if it has ended.</summary>
    /// <param name="callId">Its <see cref="GenerateRequest.CallId"/>.</param>
    /// <param name="cancellationToken">Gives up waiting for the replica.</param>
    [Alias("Cancel")]
    Task CancelAsync(string callId, CancellationToken cancellationToken = default);

    /// <summary>Embeds each input.</summary>
    [Alias("Embed")]
    Task<ReplicaResult<Embeddings>> EmbedAsync(EmbedRequest request, CancellationToken cancellationToken = default);

    /// <summary>Renders and splits a prompt.</summary>
    [Alias("Tokenize")]
    Task<ReplicaResult<TokenizedText>> TokenizeAsync(Prompt prompt, CancellationToken cancellationToken = default);

    /// <summary>The text of tokens.</summary>
    [Alias("Detokenize")]
    Task<ReplicaResult<string>> DetokenizeAsync(int[] tokens, CancellationToken cancellationToken = default);
}
