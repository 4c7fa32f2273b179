using System.Collections.Immutable;

namespace LlmGateway.Grains.Calls;

/// <summary>How an answer begins.</summary>
/// <param name="Status">Its HTTP status.</param>
/// <param name="Headers">Names and values.</param>
[GenerateSerializer, Immutable, Alias("llmgw.GatewayAnswerStart")]
public sealed record GatewayAnswerStart([property: Id(0)] int Status, [property: Id(1)] ImmutableArray<KeyValuePair<string, string>> Headers) : GatewayAnswer;
