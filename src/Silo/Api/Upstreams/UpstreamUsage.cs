using System.Text.Json;

namespace LlmGateway.Silo.Api.Upstreams;

/// <summary>What an upstream says that a request cost.</summary>
/// <param name="Prompt">Tokens read.</param>
/// <param name="Cached">Those that were already computed.</param>
/// <param name="Completion">Tokens generated.</param>
/// <param name="Reasoning">Those spent on reasoning.</param>
internal readonly record struct UpstreamUsage(long Prompt, long Cached, long Completion, long Reasoning)
{
    private const long Absurd = 100_000_000;

    /// <summary>Reads the <c>usage</c> of an answer or of a stream's chunk.</summary>
    /// <param name="body">A JSON object.</param>
    /// <param name="alone">Whether it has no choices: a chunk that only tells the usage, be it believable or not.</param>
    /// <returns>Null if there is none that can be believed.</returns>
    public static UpstreamUsage? Read(ReadOnlySpan<byte> body, out bool alone)
    {
        alone = false;
        try
        {
            UpstreamUsage? usage = null;
            var noChoices = false;
            var reader = new Utf8JsonReader(body);
            reader.Read();
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                if (reader.ValueTextEquals("usage"u8))
                {
                    reader.Read();
                    usage = reader.TokenType == JsonTokenType.StartObject ? ReadUsage(ref reader) : null;
                    continue;
                }

                var choices = reader.ValueTextEquals("choices"u8);
                reader.Read();
                if (choices && reader.TokenType == JsonTokenType.StartArray)
                {
                    var before = reader.BytesConsumed;
                    reader.Skip();
                    noChoices = body[(int)before..(int)reader.TokenStartIndex].Trim(" \t\r\n"u8).IsEmpty;
                    continue;
                }

                reader.Skip();
            }

            reader.Read(); // Throws if anything follows.
            alone = noChoices && usage is not null;
            return usage is { IsSane: true } ? usage : null;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    // Negative or absurd numbers would make bills that nobody owes, and no prompt at all is a free request.
    private bool IsSane => Prompt is > 0 and < Absurd && Completion is >= 0 and < Absurd && Cached >= 0 && Cached <= Prompt && Reasoning >= 0 && Reasoning <= Completion;

    private static UpstreamUsage ReadUsage(ref Utf8JsonReader reader)
    {
        long prompt = -1, cached = 0, reasoning = 0;
        long? completion = null, total = null;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("prompt_tokens"u8))
            {
                prompt = ReadNumber(ref reader);
            }
            else if (reader.ValueTextEquals("completion_tokens"u8))
            {
                completion = ReadNumber(ref reader);
            }
            else if (reader.ValueTextEquals("total_tokens"u8))
            {
                total = ReadNumber(ref reader);
            }
            else if (reader.ValueTextEquals("prompt_tokens_details"u8))
            {
                cached = ReadDetail(ref reader, "cached_tokens"u8);
            }
            else if (reader.ValueTextEquals("completion_tokens_details"u8))
            {
                reasoning = ReadDetail(ref reader, "reasoning_tokens"u8);
            }
            else
            {
                reader.Read();
                reader.Skip();
            }
        }

        // Embeddings have no completion, and say so by the total.
        return new UpstreamUsage(prompt, cached, completion ?? total - prompt ?? -1, reasoning);
    }

    private static long ReadDetail(ref Utf8JsonReader reader, ReadOnlySpan<byte> name)
    {
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            return 0;
        }

        long value = 0;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals(name))
            {
                value = ReadNumber(ref reader, orNull: 0);
            }
            else
            {
                reader.Read();
                reader.Skip();
            }
        }

        return value;
    }

    private static long ReadNumber(ref Utf8JsonReader reader, long orNull = -1)
    {
        reader.Read();
        if (reader.TokenType == JsonTokenType.Number)
        {
            return reader.TryGetInt64(out var number) ? number : -1;
        }

        var isNull = reader.TokenType == JsonTokenType.Null;
        reader.Skip();
        return isNull ? orNull : -1;
    }
}
