using System.Text.Json.Serialization;

namespace LlmGateway.Inference.Workers;

/// <summary>The JSON of frames that carry records. Deeper than a request's own JSON may be, since tools lie inside of it.</summary>
[JsonSourceGenerationOptions(
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UseStringEnumConverter = true,
    NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
    MaxDepth = 128)]
[JsonSerializable(typeof(EngineOptions))]
[JsonSerializable(typeof(ModelDescription))]
[JsonSerializable(typeof(GenerationRequest))]
[JsonSerializable(typeof(PromptInput))]
[JsonSerializable(typeof(TokenizedPrompt))]
[JsonSerializable(typeof(EmbeddingRequest))]
[JsonSerializable(typeof(EmbeddingResult))]
[JsonSerializable(typeof(IReadOnlyList<int>))]
[JsonSerializable(typeof(string))]
internal sealed partial class WorkerJson : JsonSerializerContext;
