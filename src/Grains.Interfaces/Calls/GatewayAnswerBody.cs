namespace LlmGateway.Grains.Calls;

/// <summary>A piece of an answer's body.</summary>
/// <param name="Bytes">What comes next; at least one byte.</param>
[GenerateSerializer, Immutable, Alias("llmgw.GatewayAnswerBody")]
public sealed record GatewayAnswerBody([property: Id(0)] ReadOnlyMemory<byte> Bytes) : GatewayAnswer;
