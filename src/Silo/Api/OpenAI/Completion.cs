namespace LlmGateway.Silo.Api.OpenAI;

/// <summary>An answer of <c>POST /v1/completions</c>.</summary>
public sealed record Completion(string Id, string Object, long Created, string Model, IReadOnlyList<CompletionChoice> Choices, Usage Usage);

/// <summary>One answer.</summary>
public sealed record CompletionChoice(string Text, int Index, object? Logprobs, string? FinishReason);

/// <summary>One event of a completion's stream.</summary>
public record CompletionChunk(string Id, string Object, long Created, string Model, IReadOnlyList<CompletionChoice> Choices);

/// <summary>An event of a stream that ends with the usage: null until then.</summary>
public sealed record CompletionUsageChunk(string Id, string Object, long Created, string Model, IReadOnlyList<CompletionChoice> Choices, Usage? Usage)
    : CompletionChunk(Id, Object, Created, Model, Choices);
