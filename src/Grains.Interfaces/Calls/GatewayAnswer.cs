namespace LlmGateway.Grains.Calls;

/// <summary>A part of an answer.</summary>
[GenerateSerializer, Immutable, Alias("llmgw.GatewayAnswer")]
public abstract record GatewayAnswer;
