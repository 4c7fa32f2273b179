using System.Text;

namespace LlmGateway.Storage;

/// <summary>Takes personal data out of the body of a request or an answer: JSON, a stream of events, or plain text.</summary>
/// <remarks>
/// In JSON each string is looked at as it is meant, without escapes. In a stream the pieces of one text are looked at together, so that a
/// value that is split among events is found. What is not text is not read: prompts given as token ids, vectors, files in base64.
/// </remarks>
public static class BodyRedaction
{
    /// <summary>The body without personal data; whole JSON is written anew without white space.</summary>
    public static string Redact(ReadOnlySpan<byte> body)
    {
        var start = body.TrimStart(" \t\r\n"u8);
        if (start.StartsWith("data:"u8) || start.StartsWith("event:"u8) || start.StartsWith(": "u8))
        {
            return EventsRedaction.Redact(Encoding.UTF8.GetString(body));
        }

        return JsonRedaction.Redact(body) ?? PersonalData.Redact(Encoding.UTF8.GetString(body));
    }
}
