namespace LlmGateway.Grains.Keys;

/// <summary>Whose a secret is, keyed by the lower-case hexadecimal SHA-256 of the secret. Written once: what the secret may do, its key's grain knows.</summary>
[Alias("llmgw.IKeySecretGrain")]
public interface IKeySecretGrain : IGrainWithStringKey
{
    /// <summary>Makes the secret known.</summary>
    [Alias("Register")]
    Task RegisterAsync(KeyOwner owner, CancellationToken cancellationToken = default);

    /// <summary>Whose it is, or null if no key ever had it.</summary>
    [Alias("Get")]
    Task<KeyOwner?> GetAsync(CancellationToken cancellationToken = default);
}
