using System.Text.Json;

namespace LlmGateway.Silo.Api.Upstreams;

/// <summary>The few things of an inference request that the gateway must know to pass it on: read in one pass, nothing is copied but these.</summary>
internal sealed class RequestOutline
{
    private const int MaxAnswers = 128;

    /// <summary>The model as asked for.</summary>
    public string Model { get; private set; } = "";

    /// <summary>Where the model's name lies in the body, quotation marks included.</summary>
    public Range ModelText { get; private set; }

    /// <summary>Whether the answer is a stream.</summary>
    public bool Stream { get; private set; }

    /// <summary>Where <c>stream_options</c> lies in the body, without its name; null if there is none.</summary>
    public Range? StreamOptions { get; private set; }

    /// <summary>Whether the client wants the usage at the end of the stream.</summary>
    public bool IncludeUsage { get; private set; }

    /// <summary>Most tokens to generate for all answers together, if the client says so.</summary>
    public long? MaxTokens => _maxTokens * Math.Clamp(_answers, 1, MaxAnswers);

    /// <summary>The end user, if the client names one.</summary>
    public string? EndUser { get; private set; }

    /// <summary>The request's <c>metadata</c>, if it has any.</summary>
    public string? Metadata { get; private set; }

    private long? _maxTokens;
    private long _answers = 1;

    /// <summary>Reads a body.</summary>
    /// <returns>Null if it is no JSON object with a model's name: then its own reader says what is wrong.</returns>
    public static RequestOutline? Read(ReadOnlySpan<byte> body)
    {
        try
        {
            var outline = new RequestOutline();
            var reader = new Utf8JsonReader(body);
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
            {
                return null;
            }

            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                outline.ReadMember(ref reader, body);
            }

            return outline.Model.Length > 0 && !reader.Read() ? outline : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private void ReadMember(ref Utf8JsonReader reader, ReadOnlySpan<byte> body)
    {
        if (reader.ValueTextEquals("model"u8))
        {
            reader.Read();
            Model = Text(reader) ?? "";
            ModelText = (int)reader.TokenStartIndex..(int)reader.BytesConsumed;
        }
        else if (reader.ValueTextEquals("stream"u8))
        {
            reader.Read();
            Stream = reader.TokenType == JsonTokenType.True;
        }
        else if (reader.ValueTextEquals("max_completion_tokens"u8))
        {
            reader.Read();
            _maxTokens = Number(reader) ?? _maxTokens;
        }
        else if (reader.ValueTextEquals("max_tokens"u8))
        {
            reader.Read();
            _maxTokens ??= Number(reader);
        }
        else if (reader.ValueTextEquals("n"u8))
        {
            reader.Read();
            _answers = Number(reader) ?? 1;
        }
        else if (reader.ValueTextEquals("safety_identifier"u8))
        {
            reader.Read();
            EndUser = Text(reader) ?? EndUser;
        }
        else if (reader.ValueTextEquals("user"u8))
        {
            reader.Read();
            EndUser ??= Text(reader);
        }
        else if (reader.ValueTextEquals("metadata"u8))
        {
            reader.Read();
            var range = Skip(ref reader);
            Metadata = reader.TokenType == JsonTokenType.EndObject ? System.Text.Encoding.UTF8.GetString(body[range]) : null;
            return;
        }
        else if (reader.ValueTextEquals("stream_options"u8))
        {
            reader.Read();
            var range = Skip(ref reader);
            StreamOptions = range;
            IncludeUsage = AsksForUsage(body[range]);
            return;
        }

        reader.Skip();
    }

    private static Range Skip(ref Utf8JsonReader reader)
    {
        var start = (int)reader.TokenStartIndex;
        reader.Skip();
        return start..(int)reader.BytesConsumed;
    }

    private static bool AsksForUsage(ReadOnlySpan<byte> options)
    {
        var reader = new Utf8JsonReader(options);
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            return false;
        }

        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var usage = reader.ValueTextEquals("include_usage"u8);
            reader.Read();
            if (usage && reader.TokenType == JsonTokenType.True)
            {
                return true;
            }

            reader.Skip();
        }

        return false;
    }

    private static string? Text(in Utf8JsonReader reader) => reader.TokenType == JsonTokenType.String ? reader.GetString() : null;

    private static long? Number(in Utf8JsonReader reader) =>
        reader.TokenType == JsonTokenType.Number && reader.TryGetInt64(out var number) && number > 0 ? Math.Min(number, int.MaxValue) : null;
}
