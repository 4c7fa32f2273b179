namespace LlmGateway.Inference;

/// <summary>One message of a conversation.</summary>
/// <param name="Role">system, developer, user, assistant or tool.</param>
/// <param name="Content">Its text.</param>
public sealed record PromptMessage(string Role, string Content);
