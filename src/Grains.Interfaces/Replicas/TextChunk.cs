namespace LlmGateway.Grains.Replicas;

/// <summary>A further piece of the answer.</summary>
/// <param name="Text">Whole characters; never empty.</param>
/// <param name="CompletionTokens">Tokens generated so far.</param>
[GenerateSerializer, Immutable, Alias("llmgw.text-chunk")]
public sealed record TextChunk(string Text, int CompletionTokens) : GenerationChunk;
