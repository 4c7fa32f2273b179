namespace LlmGateway.Grains.Replicas;

/// <summary>Why a replica could not do what was asked.</summary>
[GenerateSerializer, Alias("llmgw.replica-error-code")]
public enum ReplicaErrorCode
{
    /// <summary>A fault of the engine.</summary>
    Internal = 0,

    /// <summary>The request can't be served as it is.</summary>
    InvalidRequest = 1,

    /// <summary>Prompt and answer do not fit the model's context.</summary>
    ContextLengthExceeded = 2,

    /// <summary>The queue is full: try again later.</summary>
    Overloaded = 3,

    /// <summary>The replica was lost or is not loaded: another one, or the same one a little later, may answer.</summary>
    Unavailable = 4,

    /// <summary>The API key that asked was revoked meanwhile.</summary>
    KeyRevoked = 5,
}
