using System.Collections.Immutable;

namespace LlmGateway.Grains.Access;

/// <summary>Members of a tenant that get roles together.</summary>
[GenerateSerializer, Immutable, Alias("llmgw.access-group")]
public sealed record AccessGroup
{
    /// <summary>Its id, <c>grp_…</c>.</summary>
    [Id(0)]
    public required string Id { get; init; }

    /// <summary>Name for people.</summary>
    [Id(1)]
    public required string Name { get; init; }

    /// <summary>What a directory calls it; null if none does.</summary>
    [Id(2)]
    public string? ExternalId { get; init; }

    /// <summary>Users and clients in it.</summary>
    [Id(3)]
    public ImmutableSortedSet<string> Members { get; init; } = [];

    /// <summary>The roles that its members have.</summary>
    [Id(4)]
    public ImmutableArray<string> Roles { get; init; } = [];
}
