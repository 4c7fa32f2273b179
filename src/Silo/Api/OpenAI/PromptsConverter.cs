using System.Text.Json;
using System.Text.Json.Serialization;

namespace LlmGateway.Silo.Api.OpenAI;

/// <summary>A text, a list of texts, a list of tokens, or a list of lists of tokens: OpenAI's <c>prompt</c> and <c>input</c>.</summary>
internal sealed class PromptsConverter : JsonConverter<IReadOnlyList<TextOrTokens>>
{
    private const string Expected = "It must be a string, a list of strings, a list of tokens, or a list of lists of tokens.";

    public override IReadOnlyList<TextOrTokens> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType == JsonTokenType.String)
        {
            return [new TextOrTokens(reader.GetString(), null)];
        }

        if (reader.TokenType != JsonTokenType.StartArray || !reader.Read())
        {
            throw new ParameterException(Expected);
        }

        if (reader.TokenType == JsonTokenType.Number)
        {
            return [new TextOrTokens(null, ReadTokens(ref reader))];
        }

        List<TextOrTokens> prompts = [];
        for (; reader.TokenType != JsonTokenType.EndArray; reader.Read())
        {
            prompts.Add(reader.TokenType switch
            {
                JsonTokenType.String => new TextOrTokens(reader.GetString(), null),
                JsonTokenType.StartArray when reader.Read() => new TextOrTokens(null, ReadTokens(ref reader)),
                _ => throw new ParameterException(Expected),
            });
        }

        return prompts;
    }

    public override void Write(Utf8JsonWriter writer, IReadOnlyList<TextOrTokens> value, JsonSerializerOptions options) => throw new NotSupportedException();

    // From the first element of a list to its end.
    private static List<int> ReadTokens(ref Utf8JsonReader reader)
    {
        List<int> tokens = [];
        for (; reader.TokenType != JsonTokenType.EndArray; reader.Read())
        {
            tokens.Add(reader.TokenType == JsonTokenType.Number && reader.TryGetInt32(out var token) ? token : throw new ParameterException(Expected));
        }

        return tokens;
    }
}
