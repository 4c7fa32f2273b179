using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace LlmGateway.Storage;

/// <summary>Copies JSON with its strings redacted; of JSON that breaks off, as much as there is.</summary>
internal static class JsonRedaction
{
    private static readonly JsonWriterOptions Output = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    /// <returns>Null if it is not JSON.</returns>
    public static string? Redact(ReadOnlySpan<byte> json)
    {
        using var buffer = new MemoryStream(json.Length);
        using (var writer = new Utf8JsonWriter(buffer, Output))
        {
            // Not the final block: a body that was cut off ends without an error.
            var reader = new Utf8JsonReader(json, isFinalBlock: false, default);
            try
            {
                var any = false;
                while (reader.Read())
                {
                    any = true;
                    Copy(ref reader, writer);
                }

                if (!any)
                {
                    return null;
                }
            }
            catch (JsonException)
            {
                return null;
            }
        }

        return Encoding.UTF8.GetString(buffer.GetBuffer(), 0, (int)buffer.Length);
    }

    private static void Copy(ref Utf8JsonReader reader, Utf8JsonWriter writer)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.StartObject:
                writer.WriteStartObject();
                break;
            case JsonTokenType.EndObject:
                writer.WriteEndObject();
                break;
            case JsonTokenType.StartArray:
                writer.WriteStartArray();
                break;
            case JsonTokenType.EndArray:
                writer.WriteEndArray();
                break;
            case JsonTokenType.PropertyName:
                writer.WritePropertyName(PersonalData.Redact(reader.GetString()!));
                break;
            case JsonTokenType.String:
                writer.WriteStringValue(PersonalData.Redact(reader.GetString()!));
                break;
            case JsonTokenType.Number when reader.ValueSpan.Length is >= 13 and <= 19 && PersonalData.Redact(Encoding.UTF8.GetString(reader.ValueSpan)) is ['[', ..] label:
                writer.WriteStringValue(label);
                break;
            default:
                writer.WriteRawValue(reader.ValueSpan, skipInputValidation: true);
                break;
        }
    }
}
