using Microsoft.Net.Http.Headers;

namespace LlmGateway.Silo.Auth;

/// <summary>The secret in a request's <c>Authorization</c> header.</summary>
internal static class BearerToken
{
    public const string Unknown = "Incorrect API key provided. Check it for typing mistakes, or make a new one.";

    private const string Scheme = "Bearer ";
    private const int MaxLength = 16 * 1024; // Tokens of outside issuers list groups.

    public static bool TryGet(HttpRequest request, out ReadOnlyMemory<char> secret)
    {
        secret = default;
        if (request.Headers.TryGetValue(HeaderNames.Authorization, out var values)
            && values is [{ } value]
            && value.Length <= MaxLength
            && value.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase))
        {
            secret = value.AsMemory(Scheme.Length).Trim();
        }

        return !secret.IsEmpty;
    }
}
