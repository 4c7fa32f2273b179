namespace LlmGateway.Grains.Keys;

/// <summary>What an API key's grain stores.</summary>
[GenerateSerializer, Alias("llmgw.api-key-state")]
internal sealed record ApiKeyState
{
    /// <summary>The key; null before it is registered.</summary>
    [Id(0)]
    public ApiKey? Key { get; set; }
}
