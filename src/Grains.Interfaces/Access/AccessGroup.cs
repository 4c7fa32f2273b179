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

    /// <summary>Whether the tenant's directory made it: then the directory alone names it and says who is in it, and never what its roles are.</summary>
    [Id(5)]
    public bool FromDirectory { get; init; }

    /// <summary>When the directory made it; null for others.</summary>
    [Id(6)]
    public DateTimeOffset? CreatedAt { get; init; }

    /// <summary>When the directory changed it last; null for others.</summary>
    [Id(7)]
    public DateTimeOffset? ChangedAt { get; init; }

    /// <summary>Grows with every change.</summary>
    [Id(8)]
    public long Revision { get; init; }
}
