using System.Text.Json.Serialization;

namespace LlmGateway.Silo.Api.OpenAI;

/// <summary>One event of a chat stream. One instance serves a whole stream: its choice changes from event to event.</summary>
public class ChatChunk
{
    /// <summary>The answer's id, the same in all chunks.</summary>
    public required string Id { get; init; }

    /// <summary>Always <c>chat.completion.chunk</c>.</summary>
    public string Object => "chat.completion.chunk";

    /// <summary>When the answer began, in Unix seconds.</summary>
    public required long Created { get; init; }

    /// <summary>The model as it was asked for.</summary>
    public required string Model { get; init; }

    /// <summary>The model that answers, with its version.</summary>
    public string? SystemFingerprint { get; init; }

    /// <summary>One choice, or none in the chunk that brings the usage.</summary>
    public required IReadOnlyList<ChatChunkChoice> Choices { get; init; }
}

/// <summary>An event of a stream that ends with the usage: null until then.</summary>
public sealed class ChatUsageChunk : ChatChunk
{
    /// <summary>What the request cost.</summary>
    public Usage? Usage { get; init; }
}

/// <summary>What an event adds to an answer.</summary>
public sealed class ChatChunkChoice
{
    /// <summary>Which answer.</summary>
    public int Index { get; init; }

    /// <summary>What is added.</summary>
    public ChatDelta Delta { get; } = new();

    /// <summary>Not supported yet.</summary>
    public object? Logprobs { get; init; }

    /// <summary>Why the answer ended; null before.</summary>
    public string? FinishReason { get; set; }
}

/// <summary>What is added to the assistant's message.</summary>
public sealed class ChatDelta
{
    /// <summary>In the first event only.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Role { get; set; }

    /// <summary>Text to append.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Content { get; set; }
}
