using System.Collections.Immutable;

namespace LlmGateway.Grains.Replicas;

/// <summary>One request for text.</summary>
[GenerateSerializer, Immutable, Alias("llmgw.generate-request")]
public sealed record GenerateRequest
{
    /// <summary>What the model reads.</summary>
    [Id(0)]
    public required Prompt Prompt { get; init; }

    /// <summary>Most tokens to generate, at least 1. Default: what is left of the context.</summary>
    [Id(1)]
    public int? MaxTokens { get; init; }

    /// <summary>How the next token is chosen.</summary>
    [Id(2)]
    public SamplingSettings Sampling { get; init; } = new();

    /// <summary>Texts that end the answer; they are not part of it.</summary>
    [Id(3)]
    public ImmutableArray<string> Stop { get; init; } = [];

    /// <summary>Go on after the model's own end tokens until <see cref="MaxTokens"/>.</summary>
    [Id(4)]
    public bool IgnoreEos { get; init; }

    /// <summary>The gateway's id of the request, at most 256 characters: the engine writes down under it what the request has cost. Default: nothing is written.</summary>
    [Id(5)]
    public string? RequestId { get; init; }

    /// <summary>Whom it is charged to, at most 1024 bytes as UTF-8: goes into the engine's journal as it is.</summary>
    [Id(6)]
    public string? Account { get; init; }

    /// <summary>Names this one call for <see cref="IModelReplicaGrain.CancelAsync"/>. Default: it can't be cancelled so.</summary>
    [Id(7)]
    public string? CallId { get; init; }

    /// <summary>Requests of one scope share what was computed for the same beginnings of their prompts: the tenant. Default: nothing is shared.</summary>
    [Id(8)]
    public string? CacheScope { get; init; }
}
