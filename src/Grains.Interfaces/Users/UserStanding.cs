using System.Collections.Immutable;

namespace LlmGateway.Grains.Users;

/// <summary>What a silo goes by when a user comes.</summary>
/// <param name="Active">Whether the user is let in at all.</param>
/// <param name="Sessions">Sessions that live, by id, and when each ends unless it is renewed.</param>
[GenerateSerializer, Immutable, Alias("llmgw.user-standing")]
public sealed record UserStanding(bool Active, ImmutableDictionary<string, DateTimeOffset> Sessions)
{
    /// <summary>Whether a session opens anything.</summary>
    public bool Allows(string sessionId, DateTimeOffset now) => Active && Sessions.TryGetValue(sessionId, out var ends) && ends > now;
}
