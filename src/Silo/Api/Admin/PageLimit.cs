using System.Globalization;
using LlmGateway.Silo.Api.OpenAI;

namespace LlmGateway.Silo.Api.Admin;

/// <summary>The parameter <c>limit</c>.</summary>
internal static class PageLimit
{
    /// <summary>Reads it.</summary>
    /// <returns>What is wrong with it, or null.</returns>
    public static ApiProblem? Parse(string? text, int standard, int max, out int limit)
    {
        limit = standard;
        return text is null || (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out limit) && limit >= 1 && limit <= max)
            ? null
            : ApiProblem.BadRequest($"'limit' must be from 1 to {max}.", "limit");
    }
}
