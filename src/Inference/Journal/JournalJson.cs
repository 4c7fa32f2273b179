using System.Text.Json.Serialization;

namespace LlmGateway.Inference.Journal;

/// <summary>The JSON of a journal's lines. Line breaks inside of texts are escaped, so that an entry is one line.</summary>
[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, UseStringEnumConverter = true)]
[JsonSerializable(typeof(JournalEntry))]
internal sealed partial class JournalJson : JsonSerializerContext;
