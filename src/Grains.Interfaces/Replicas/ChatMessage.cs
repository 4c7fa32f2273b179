namespace LlmGateway.Grains.Replicas;

/// <summary>One message of a conversation.</summary>
/// <param name="Role">system, developer, user, assistant or tool.</param>
/// <param name="Content">Its text.</param>
[GenerateSerializer, Immutable, Alias("llmgw.chat-message")]
public sealed record ChatMessage(string Role, string Content);
