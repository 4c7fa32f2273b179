using LlmGateway.Silo.Api.OpenAI;

namespace LlmGateway.Silo.Api.Admin;

/// <summary>Texts in the addresses of the admin plane.</summary>
internal static class FilterText
{
    private const int MaxLength = 256;

    /// <summary>What is wrong with the first of some texts that is not well; null if all are. Null is well.</summary>
    public static ApiProblem? Check(params ReadOnlySpan<(string Name, string? Text)> filters)
    {
        foreach (var (name, text) in filters)
        {
            if (text is not null && (text.Length > MaxLength || string.IsNullOrWhiteSpace(text) || text.Any(char.IsControl)))
            {
                return ApiProblem.BadRequest($"'{name}' must have 1 to {MaxLength} characters, none of them a control character.", name);
            }
        }

        return null;
    }
}
