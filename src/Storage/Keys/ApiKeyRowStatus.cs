namespace LlmGateway.Storage;

/// <summary>Whether a key opens anything, as stored: <c>active</c> or <c>revoked</c>. Expiry is told by its date.</summary>
public enum ApiKeyRowStatus
{
    /// <summary>The key is accepted until it expires.</summary>
    Active,

    /// <summary>The key is refused for good.</summary>
    Revoked,
}
