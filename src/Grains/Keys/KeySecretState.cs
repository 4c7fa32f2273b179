namespace LlmGateway.Grains.Keys;

/// <summary>What a secret's grain stores.</summary>
[GenerateSerializer, Alias("llmgw.key-secret-state")]
internal sealed record KeySecretState
{
    /// <summary>Whose it is; null before it is registered.</summary>
    [Id(0)]
    public KeyOwner? Owner { get; set; }
}
