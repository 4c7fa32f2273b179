using System.Collections.Immutable;

namespace LlmGateway.Grains.Users;

/// <summary>What is kept of a user's standing.</summary>
[GenerateSerializer, Alias("llmgw.user-state")]
internal sealed record UserState
{
    [Id(0)]
    public bool Shut { get; init; }

    [Id(1)]
    public ImmutableArray<UserSession> Sessions { get; init; } = [];
}
