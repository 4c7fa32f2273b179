namespace LlmGateway.Grains.Users;

/// <summary>What is said of a session when it starts.</summary>
/// <param name="Client">What is signed in, for people.</param>
/// <param name="ClientId">The OAuth client that holds its tokens; null for a browser's cookie.</param>
/// <param name="Lifetime">How long it lives without being renewed.</param>
[GenerateSerializer, Immutable, Alias("llmgw.session-start")]
public sealed record SessionStart(string Client, string? ClientId, TimeSpan Lifetime);
