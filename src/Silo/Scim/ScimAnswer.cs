using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace LlmGateway.Silo.Scim;

/// <summary>An answer in SCIM's media type.</summary>
/// <param name="body">What is answered.</param>
/// <param name="status">HTTP status.</param>
internal sealed class ScimAnswer(JsonObject body, int status = StatusCodes.Status200OK) : IResult
{
    public const string MediaType = "application/scim+json";

    // Answers are JSON, never HTML.
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Where the resource lies; null for none.</summary>
    public string? Location { get; init; }

    /// <summary>The resource's version; null for none.</summary>
    public string? Version { get; init; }

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        response.StatusCode = status;
        response.ContentType = $"{MediaType}; charset=utf-8";
        response.Headers.ETag = Version;
        response.Headers.Location = Location;
        await using (Utf8JsonWriter writer = new(response.BodyWriter, Options))
        {
            body.WriteTo(writer);
        }

        await response.BodyWriter.FlushAsync(httpContext.RequestAborted);
    }
}
