using System.Collections.Immutable;

namespace LlmGateway.Grains.Calls;

/// <summary>A request to the gateway's API.</summary>
/// <param name="Method">Such as <c>POST</c>.</param>
/// <param name="Address">The absolute address that the caller used; its path and query say what is asked for, its host is what links in answers begin with.</param>
/// <param name="Headers">Names and values, several lines of one header apart.</param>
/// <param name="Body">The body, whole; empty for none.</param>
[GenerateSerializer, Immutable, Alias("llmgw.GatewayRequest")]
public sealed record GatewayRequest(
    [property: Id(0)] string Method, [property: Id(1)] string Address, [property: Id(2)] ImmutableArray<KeyValuePair<string, string>> Headers, [property: Id(3)] ReadOnlyMemory<byte> Body);
