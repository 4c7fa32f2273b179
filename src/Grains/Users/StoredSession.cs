namespace LlmGateway.Grains.Users;

/// <summary>A session and how long it lives on when it is renewed.</summary>
/// <param name="Session">What is told of it.</param>
/// <param name="Lifetime">As given at its start.</param>
[GenerateSerializer, Immutable, Alias("llmgw.stored-session")]
internal sealed record StoredSession(UserSession Session, TimeSpan Lifetime);
