using System.Collections.Immutable;

namespace LlmGateway.Grains.Models;

/// <summary>Which replicas serve which model. Immutable; a newer one replaces it as a whole.</summary>
/// <param name="Revision">Grows with each change.</param>
/// <param name="Models">By name.</param>
[GenerateSerializer, Immutable, Alias("llmgw.route-table")]
public sealed record RouteTable(long Revision, ImmutableDictionary<string, ModelRoute> Models)
{
    /// <summary>No model yet.</summary>
    public static RouteTable Empty { get; } = new(0, ImmutableDictionary<string, ModelRoute>.Empty);
}
