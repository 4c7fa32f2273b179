using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace LlmGateway.Silo.Api.Audit;

/// <summary>What the audit trail keeps of a request's body: JSON without secrets, of bounded size.</summary>
internal static class AuditDetail
{
    private const int MaxBytes = 4096;
    private const int Reserve = 64; // For braces, commas and one placeholder.
    private const string Removed = "[removed]";
    private static readonly string[] Secrets = ["key", "secret", "password", "token", "certificate"];
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <param name="body">What was sent.</param>
    /// <returns>At most 4 KiB of JSON; null if the body is none.</returns>
    public static string? From(ReadOnlyMemory<byte> body)
    {
        try
        {
            using var json = JsonDocument.Parse(body);
            var whole = Render(json.RootElement);
            return whole.Length <= MaxBytes ? Encoding.UTF8.GetString(whole) : Encoding.UTF8.GetString(Shorten(json.RootElement));
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return null; // No JSON, or with half a surrogate pair in it.
        }
    }

    /// <summary>What stands for a body that is too large to be kept.</summary>
    public static string TooLarge(long bytes) => $$"""{"omitted_bytes":{{bytes}}}""";

    /// <summary>Whether a member's value is a secret: by its name, or by the last word of it.</summary>
    private static bool IsSecret(string name) => Array.Exists(
        Secrets, secret => name.Equals(secret, StringComparison.OrdinalIgnoreCase) || name.EndsWith($"_{secret}", StringComparison.OrdinalIgnoreCase));

    private static ReadOnlySpan<byte> Render(JsonElement element)
    {
        ArrayBufferWriter<byte> bytes = new();
        using Utf8JsonWriter writer = new(bytes, Options);
        Write(writer, element);
        writer.Flush();
        return bytes.WrittenSpan;
    }

    private static void Write(Utf8JsonWriter writer, JsonElement element)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                writer.WriteStartObject();
                foreach (var member in element.EnumerateObject())
                {
                    writer.WritePropertyName(member.Name);
                    WriteMember(writer, member);
                }

                writer.WriteEndObject();
                break;
            case JsonValueKind.Array:
                writer.WriteStartArray();
                foreach (var item in element.EnumerateArray())
                {
                    Write(writer, item);
                }

                writer.WriteEndArray();
                break;
            default:
                element.WriteTo(writer);
                break;
        }
    }

    private static void WriteMember(Utf8JsonWriter writer, JsonProperty member)
    {
        if (IsSecret(member.Name))
        {
            writer.WriteStringValue(Removed);
        }
        else
        {
            Write(writer, member.Value);
        }
    }

    // Members as far as they fit; of those that do not, their size; of what is beyond that, nothing.
    private static ReadOnlySpan<byte> Shorten(JsonElement element)
    {
        ArrayBufferWriter<byte> bytes = new();
        using Utf8JsonWriter writer = new(bytes, Options);
        writer.WriteStartObject();
        if (element.ValueKind == JsonValueKind.Object)
        {
            foreach (var member in element.EnumerateObject())
            {
                var room = MaxBytes - Reserve - writer.BytesCommitted - writer.BytesPending - (6L * member.Name.Length);
                if (room < 0)
                {
                    break;
                }

                var value = Render(member.Value);
                writer.WritePropertyName(member.Name);
                if (IsSecret(member.Name) || value.Length <= room)
                {
                    WriteMember(writer, member);
                }
                else
                {
                    writer.WriteStringValue($"[{value.Length} bytes]");
                }
            }
        }

        writer.WriteEndObject();
        writer.Flush();
        return bytes.WrittenSpan;
    }
}
