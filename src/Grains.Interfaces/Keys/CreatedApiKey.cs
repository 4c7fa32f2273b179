namespace LlmGateway.Grains.Keys;

/// <summary>A new key and its secret, which is shown this once.</summary>
/// <param name="Key">The key.</param>
/// <param name="Secret">What the client sends, <c>sk-gw-…</c>.</param>
[GenerateSerializer, Immutable, Alias("llmgw.created-api-key")]
public sealed record CreatedApiKey(ApiKey Key, string Secret)
{
    /// <summary>Leaves the secret out, so that no log can hold it.</summary>
    public override string ToString() => $"CreatedApiKey {Key.Id}";
}
