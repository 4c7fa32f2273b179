namespace LlmGateway.Inference;

/// <summary>How busy an engine is.</summary>
/// <param name="Running">Sequences in the batch.</param>
/// <param name="Waiting">Requests in the queue.</param>
/// <param name="OutstandingTokens">Tokens that these requests may still cost: unread prompt plus the most they may generate.</param>
public readonly record struct EngineLoad(int Running, int Waiting, long OutstandingTokens);
