using System.Security.Cryptography;
using System.Text;
using LlmGateway.Silo.Api.OpenAI;
using Microsoft.AspNetCore.Http.Features;

namespace LlmGateway.Silo.Api.Idempotency;

/// <summary>A request's body, read ahead so that it can be told from another one; endpoints read it again.</summary>
/// <param name="Bytes">All of it.</param>
internal sealed record BufferedBody(ReadOnlyMemory<byte> Bytes)
{
    public static async Task<Parsed<BufferedBody>> ReadAsync(HttpContext http)
    {
        var limit = http.Features.Get<IHttpMaxRequestBodySizeFeature>()?.MaxRequestBodySize;
        if (http.Request.ContentLength > limit)
        {
            return new BufferedBody(default(ReadOnlyMemory<byte>)); // The endpoint refuses it, unread.
        }

        using MemoryStream buffer = new((int)(http.Request.ContentLength ?? 0));
        try
        {
            await http.Request.Body.CopyToAsync(buffer, http.RequestAborted);
        }
        catch (BadHttpRequestException e) when (e.StatusCode == StatusCodes.Status413PayloadTooLarge)
        {
            return new ApiProblem(413, new ApiError($"The body is larger than the limit of {limit} bytes.", "invalid_request_error", null, "request_too_large"));
        }
        catch (IOException e)
        {
            return ApiProblem.BadRequest($"The body can't be read: {e.Message}");
        }

        var bytes = buffer.GetBuffer();
        http.Request.Body = new MemoryStream(bytes, 0, (int)buffer.Length, writable: false);
        return new BufferedBody(bytes.AsMemory(0, (int)buffer.Length));
    }

    /// <summary>SHA-256 of the path and the body, lower-case hexadecimal.</summary>
    public string Hash(PathString path)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes($"{path}\n"));
        hash.AppendData(Bytes.Span);
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
