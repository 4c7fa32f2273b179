using System.Globalization;
using LlmGateway.Silo.Api.OpenAI;

namespace LlmGateway.Silo.Api.Admin;

/// <summary>Times in the addresses of the admin plane: RFC 3339, with an offset.</summary>
internal static class FilterTime
{
    private static readonly string[] Formats = ["yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFzzz"];

    /// <summary>Reads a time; none is well too.</summary>
    public static bool TryParse(string? text, out DateTimeOffset? time)
    {
        // An unescaped + in an address is a blank.
        var valid = DateTimeOffset.TryParseExact(text?.Replace(' ', '+'), Formats, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var parsed);
        time = valid ? parsed : null;
        return valid || text is null;
    }

    /// <summary>The answer to what is no time.</summary>
    public static ApiProblem Refuse(string name) => ApiProblem.BadRequest($"'{name}' must be a time with its offset (RFC 3339), such as 2026-01-31T12:00:00Z.", name);
}
