using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http.Features;

namespace LlmGateway.Silo.Api.OpenAI;

/// <summary>Reads JSON bodies; whatever is wrong with one is named, with the parameter at fault.</summary>
internal static class RequestBody
{
    /// <summary>Reads a body and parses it.</summary>
    public static async Task<Parsed<T>> ReadAsync<T>(HttpContext http, JsonTypeInfo<T> type)
        where T : class
    {
        var body = await ReadBytesAsync(http);
        return body.Failed ? body.Problem : Parse(body.Value, type);
    }

    /// <summary>Parses a body.</summary>
    public static Parsed<T> Parse<T>(byte[] body, JsonTypeInfo<T> type)
        where T : class
    {
        try
        {
            return JsonSerializer.Deserialize(WithoutMark(body).Span, type) is { } value
                ? value
                : ApiProblem.BadRequest("The body is null; it must be a JSON object.");
        }
        catch (JsonException e)
        {
            return Malformed(e);
        }
    }

    /// <summary>A body without its byte order mark.</summary>
    public static ReadOnlyMemory<byte> WithoutMark(byte[] body) => body.AsSpan().StartsWith(Utf8Mark) ? body.AsMemory(Utf8Mark.Length) : body;

    /// <summary>Reads a body that says it is JSON, whole.</summary>
    public static async Task<Parsed<byte[]>> ReadBytesAsync(HttpContext http)
    {
        if (!http.Request.HasJsonContentType())
        {
            return new ApiProblem(415, new ApiError("The body must be JSON: send 'Content-Type: application/json'.", "invalid_request_error", null, "unsupported_media_type"));
        }

        if (http.Request.Headers.ContentEncoding.Count > 0 && http.Request.Headers.ContentEncoding != "identity")
        {
            return new ApiProblem(415, new ApiError("Compressed bodies are not accepted: send it without 'Content-Encoding'.", "invalid_request_error", null, "unsupported_media_type"));
        }

        var size = http.Features.GetRequiredFeature<IHttpMaxRequestBodySizeFeature>();
        if (size.MaxRequestBodySize is { } limit && http.Request.ContentLength > limit)
        {
            // Without a limit Kestrel reads the rest away behind the answer; it would reset the connection, and clients that still send would not see why.
            size.MaxRequestBodySize = null;
            return TooLarge(limit);
        }

        try
        {
            if (http.Request.ContentLength is { } length)
            {
                var whole = new byte[length];
                await http.Request.Body.ReadExactlyAsync(whole, http.RequestAborted);
                return whole;
            }

            using var pieces = new MemoryStream();
            await http.Request.Body.CopyToAsync(pieces, http.RequestAborted);
            return pieces.ToArray();
        }
        catch (BadHttpRequestException e) when (e.StatusCode == StatusCodes.Status413PayloadTooLarge)
        {
            return TooLarge(size.MaxRequestBodySize);
        }
        catch (IOException e)
        {
            // BadHttpRequestException among others: Kestrel reports an overflowing chunk size as a plain one.
            return ApiProblem.BadRequest($"The body can't be read: {e.Message}");
        }
    }

    private static ReadOnlySpan<byte> Utf8Mark => [0xEF, 0xBB, 0xBF];

    private static ApiProblem TooLarge(long? limit) =>
        new(413, new ApiError($"The body is larger than the limit of {limit} bytes.", "invalid_request_error", null, "request_too_large"));

    private static ApiProblem Malformed(JsonException exception)
    {
        var param = exception.Path is { Length: > 2 } path && path[0] == '$' ? path[1] == '.' ? path[2..] : path[1..] : null;
        // What System.Text.Json says beyond this is about .NET types, which means nothing to a client.
        return exception switch
        {
            ParameterException problem => ApiProblem.BadRequest(problem.Message, param),
            { InnerException: null } when exception.Message.Contains("missing required properties", StringComparison.Ordinal) => Missing(exception, param),
            { InnerException: null } when exception.Message.Contains("could not be mapped to any", StringComparison.Ordinal) => ApiProblem.BadRequest($"Unknown parameter: '{param}'.", param, "unknown_parameter"),
            { InnerException: JsonException } or { BytePositionInLine: null } => ApiProblem.BadRequest("The body is not valid JSON.", param),
            _ when param is null => ApiProblem.BadRequest(NotJson(exception)),
            _ => ApiProblem.BadRequest($"'{param}' has the wrong type, or the JSON breaks off there (byte {exception.BytePositionInLine} of line {exception.LineNumber + 1}).", param),
        };
    }

    private static ApiProblem Missing(JsonException exception, string? parent)
    {
        var names = exception.Message.Split('\'').Where((_, index) => index % 2 == 1).Where(name => !name.Contains('.', StringComparison.Ordinal)).ToArray();
        return ApiProblem.BadRequest($"Required: {string.Join(", ", names.Select(name => $"'{name}'"))}.", parent is null ? names.FirstOrDefault() : $"{parent}.{names.FirstOrDefault()}", "missing_required_parameter");
    }

    private static string NotJson(JsonException exception) => exception.BytePositionInLine is { } position
        ? $"The body is not a JSON object as described (byte {position} of line {exception.LineNumber + 1})."
        : "The body is not valid JSON.";
}
