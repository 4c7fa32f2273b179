using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using LlmGateway.Grains.Replicas;
using LlmGateway.Storage;

namespace LlmGateway.Silo.Api.Requests;

/// <summary>An answer that is sent once its request is settled.</summary>
/// <param name="value">The body.</param>
/// <param name="type">How it is written.</param>
/// <param name="admitted">The request.</param>
/// <param name="usage">What it cost.</param>
internal sealed class SettledJson<T>(T value, JsonTypeInfo<T> type, AdmittedRequest admitted, TokenUsage usage) : IResult
{
    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var body = JsonSerializer.SerializeToUtf8Bytes(value, type);
        httpContext.Response.ContentType = "application/json; charset=utf-8";
        httpContext.Response.ContentLength = body.Length;
        var output = httpContext.Response.BodyWriter;
        body.CopyTo(output.GetSpan(body.Length));
        output.Advance(body.Length);
        await admitted.SettleAsync(usage, LedgerStatus.Completed);
        await output.FlushAsync(httpContext.RequestAborted);
    }
}
