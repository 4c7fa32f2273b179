using System.Text.Json.Serialization;

namespace LlmGateway.Silo.Api.OpenAI;

/// <summary>Body of <c>POST /v1/embeddings</c>.</summary>
public sealed record EmbeddingsRequest : IModelRequest
{
    /// <summary>A model's name, or <c>name@version</c>.</summary>
    public required string Model { get; init; }

    /// <summary>Text or tokens, one or up to 2048.</summary>
    [JsonConverter(typeof(PromptsConverter))]
    public required IReadOnlyList<TextOrTokens> Input { get; init; }

    /// <summary><c>float</c> (default) or <c>base64</c>.</summary>
    public string? EncodingFormat { get; init; }

    /// <summary>Length of the vectors; only the model's own.</summary>
    public int? Dimensions { get; init; }

    /// <summary>The end user, for the operator's records.</summary>
    public string? User { get; init; }
}

/// <summary>Answer of <c>POST /v1/embeddings</c>.</summary>
public sealed record EmbeddingsResponse(string Object, IReadOnlyList<EmbeddingObject> Data, string Model, EmbeddingUsage Usage);

/// <summary>One vector.</summary>
public sealed record EmbeddingObject(string Object, int Index, [property: JsonConverter(typeof(VectorConverter))] EncodedVector Embedding);

/// <summary>What the request cost, in tokens.</summary>
public sealed record EmbeddingUsage(int PromptTokens, int TotalTokens);

/// <summary>A vector and how it is written.</summary>
/// <param name="Values">Its components.</param>
/// <param name="Base64">As the base64 of little-endian f32, else as a list of numbers.</param>
public sealed record EncodedVector(float[] Values, bool Base64);
