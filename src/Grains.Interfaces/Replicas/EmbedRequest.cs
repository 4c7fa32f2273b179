using System.Collections.Immutable;

namespace LlmGateway.Grains.Replicas;

/// <summary>Texts to embed.</summary>
/// <param name="Inputs">At least one; each text or tokens.</param>
[GenerateSerializer, Immutable, Alias("llmgw.embed-request")]
public sealed record EmbedRequest(ImmutableArray<Prompt> Inputs)
{
    /// <summary>The gateway's id of the request, at most 256 characters: the engine writes down under it what the request has cost. Default: nothing is written.</summary>
    [Id(0)]
    public string? RequestId { get; init; }

    /// <summary>Whom it is charged to, at most 1024 bytes as UTF-8: goes into the engine's journal as it is.</summary>
    [Id(1)]
    public string? Account { get; init; }
}
