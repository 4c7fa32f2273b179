using System.Collections.Immutable;

namespace LlmGateway.Grains.Users;

/// <summary>What a user's grain stores.</summary>
[GenerateSerializer, Alias("llmgw.user-state")]
internal sealed record UserState
{
    /// <summary>Whether the user is let in; null before there is such a user, and after.</summary>
    [Id(0)]
    public bool? Active { get; init; }

    /// <summary>Whether the user was forgotten: nobody of this id comes in any more.</summary>
    [Id(1)]
    public bool Deleted { get; init; }

    /// <summary>Where the user is signed in, the newest first.</summary>
    [Id(2)]
    public ImmutableArray<StoredSession> Sessions { get; init; } = [];
}
