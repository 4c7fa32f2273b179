using System.Text;
using System.Text.Json;

namespace LlmGateway.Silo.Api.Upstreams;

/// <summary>
/// The few things of an inference request that the gateway must know to pass it on: read in one pass, nothing is copied but these. What servers read
/// in different ways (a member that comes twice, one in other case, a number as text) is a <see cref="Problem"/>, since the upstream's reading counts.
/// </summary>
internal sealed class RequestOutline
{
    private const int MaxAnswers = 128;
    private const int MaxMetadata = 16 * 1024;

    private long? _maxTokens;
    private long _answers = 1;
    private int _seen;

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
    public long? MaxTokens => _maxTokens * _answers;

    /// <summary>How many answers it asks for.</summary>
    public long Answers => _answers;

    /// <summary>The end user, if the client names one.</summary>
    public string? EndUser { get; private set; }

    /// <summary>The request's <c>metadata</c>, if it has any.</summary>
    public string? Metadata { get; private set; }

    /// <summary>Why it can't be passed on; null if it can. It names <see cref="Param"/>.</summary>
    public string? Problem { get; private set; }

    /// <summary>The member that <see cref="Problem"/> is about.</summary>
    public string? Param { get; private set; }

    /// <summary>Reads a body.</summary>
    /// <param name="body">The body, without a byte order mark.</param>
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
                var member = OutlineMembers.Find(reader, out var exact);
                outline.Note(member, exact);
                reader.Read();
                outline.ReadValue(member, ref reader, body);
            }

            return outline.Model.Length > 0 && !reader.Read() ? outline : null;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return null; // The latter is what the reader says to half a surrogate pair.
        }
    }

    private void Note(OutlineMember member, bool exact)
    {
        if (member == OutlineMember.Other)
        {
            return;
        }

        if (!exact || (_seen & 1 << (int)member) != 0)
        {
            var name = OutlineMembers.NameOf(member);
            Fail(name, exact ? $"'{name}' is given more than once." : $"'{name}' must be written in lower case.");
        }

        _seen |= 1 << (int)member;
    }

    private void ReadValue(OutlineMember member, ref Utf8JsonReader reader, ReadOnlySpan<byte> body)
    {
        switch (member)
        {
            case OutlineMember.Model:
                Model = reader.TokenType == JsonTokenType.String ? reader.GetString()! : "";
                ModelText = Skip(ref reader);
                break;
            case OutlineMember.Stream:
                Stream = Flag(reader, "stream");
                reader.Skip();
                break;
            case OutlineMember.StreamOptions:
                StreamOptions = Skip(ref reader);
                IncludeUsage = AsksForUsage(body[StreamOptions.Value]);
                break;
            case OutlineMember.MaxTokens or OutlineMember.MaxCompletionTokens:
                // Which of the two counts differs among servers: the larger one is safe.
                var most = Number(reader, OutlineMembers.NameOf(member), int.MaxValue);
                _maxTokens = most is null ? _maxTokens : Math.Max(_maxTokens ?? 0, most.Value);
                reader.Skip();
                break;
            case OutlineMember.N or OutlineMember.BestOf:
                _answers = Math.Max(_answers, Number(reader, OutlineMembers.NameOf(member), MaxAnswers) ?? 1);
                reader.Skip();
                break;
            case OutlineMember.SafetyIdentifier:
                EndUser = Text(reader) ?? EndUser;
                reader.Skip();
                break;
            case OutlineMember.User:
                EndUser ??= Text(reader);
                reader.Skip();
                break;
            case OutlineMember.Metadata:
                var isObject = reader.TokenType == JsonTokenType.StartObject;
                var text = body[Skip(ref reader)];
                Metadata = isObject && text.Length <= MaxMetadata ? Encoding.UTF8.GetString(text) : null;
                break;
            default:
                reader.Skip();
                break;
        }
    }

    private static Range Skip(ref Utf8JsonReader reader)
    {
        var start = (int)reader.TokenStartIndex;
        reader.Skip();
        return start..(int)reader.BytesConsumed;
    }

    private bool AsksForUsage(ReadOnlySpan<byte> options)
    {
        var reader = new Utf8JsonReader(options);
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            return false;
        }

        bool? asks = null;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var usage = reader.ValueTextEquals("include_usage"u8);
            reader.Read();
            if (usage)
            {
                if (asks is not null)
                {
                    Fail("stream_options.include_usage", "'stream_options.include_usage' is given more than once.");
                }

                asks = Flag(reader, "stream_options.include_usage");
            }

            reader.Skip();
        }

        return asks is true;
    }

    private static string? Text(in Utf8JsonReader reader) => reader.TokenType == JsonTokenType.String ? reader.GetString() : null;

    private bool Flag(in Utf8JsonReader reader, string name)
    {
        if (reader.TokenType is not (JsonTokenType.True or JsonTokenType.False or JsonTokenType.Null))
        {
            Fail(name, $"'{name}' must be true or false.");
        }

        return reader.TokenType == JsonTokenType.True;
    }

    private long? Number(in Utf8JsonReader reader, string name, int most)
    {
        if (reader.TokenType == JsonTokenType.Null)
        {
            return null;
        }

        if (reader.TokenType == JsonTokenType.Number && reader.TryGetInt64(out var number) && number >= 1 && number <= most)
        {
            return number;
        }

        Fail(name, $"'{name}' must be a whole number from 1 to {most}.");
        return null;
    }

    // The first one is told.
    private void Fail(string param, string problem) => (Param, Problem) = Problem is null ? (param, problem) : (Param, Problem);
}
