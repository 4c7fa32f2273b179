using System.Text.Json;
using System.Text.Json.Serialization;

namespace LlmGateway.Silo.Api.OpenAI;

/// <summary>A message's content: a text, a list of parts of which only texts are served, or null.</summary>
internal sealed class ContentConverter : JsonConverter<string?>
{
    private const string Expected = "'content' must be a string or a list of text parts, {\"type\":\"text\",\"text\":…}.";

    public override string? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType == JsonTokenType.String)
        {
            return reader.GetString();
        }

        if (reader.TokenType != JsonTokenType.StartArray)
        {
            throw new ParameterException(Expected);
        }

        var text = "";
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            text += ReadPart(ref reader);
        }

        return text;
    }

    public override void Write(Utf8JsonWriter writer, string? value, JsonSerializerOptions options) => writer.WriteStringValue(value);

    private static string ReadPart(ref Utf8JsonReader reader)
    {
        using var part = reader.TokenType == JsonTokenType.StartObject ? JsonDocument.ParseValue(ref reader) : throw new ParameterException(Expected);
        var kind = part.RootElement.TryGetProperty("type", out var type) && type.ValueKind == JsonValueKind.String ? type.GetString() : null;
        if (kind is not "text")
        {
            throw new ParameterException(kind is null ? Expected : $"Content of type '{kind}' is not supported: only 'text' is.");
        }

        return part.RootElement.TryGetProperty("text", out var value) && value.ValueKind == JsonValueKind.String ? value.GetString()! : throw new ParameterException(Expected);
    }
}
