namespace LlmGateway.Silo.Api.Upstreams;

/// <summary>The members of a request that the gateway reads before it passes it on.</summary>
internal enum OutlineMember
{
    Other,
    Model,
    Stream,
    StreamOptions,
    MaxTokens,
    MaxCompletionTokens,
    N,
    BestOf,
    User,
    SafetyIdentifier,
    Metadata,
}
