using System.Text.Json;
using LlmGateway.Silo.Api.OpenAI;
using Microsoft.AspNetCore.Http.Features;

namespace LlmGateway.Silo.Scim.Resources;

/// <summary>Reads the body of a directory's request.</summary>
internal static class ScimBody
{
    private const int MaxBytes = 2 * 1024 * 1024;
    private static readonly JsonDocumentOptions Options = new() { MaxDepth = 16 };

    /// <summary>Reads a body and makes something of it.</summary>
    /// <param name="http">The request.</param>
    /// <param name="read">Makes it.</param>
    /// <exception cref="ScimException">The body is no JSON, or not what is expected.</exception>
    public static async Task<Parsed<T>> ReadAsync<T>(HttpContext http, Func<JsonElement, T> read)
        where T : class
    {
        if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
        {
            size.MaxRequestBodySize = Math.Min(size.MaxRequestBodySize ?? MaxBytes, MaxBytes);
        }

        var body = await RequestBody.ReadBytesAsync(http);
        if (body.Failed)
        {
            return body.Problem;
        }

        try
        {
            using var json = JsonDocument.Parse(RequestBody.WithoutMark(body.Value), Options);
            return read(json.RootElement);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // No JSON, or with half a character in it.
            throw ScimErrors.InvalidSyntax("The body is not valid JSON in UTF-8, or has more than 16 levels.");
        }
    }
}
