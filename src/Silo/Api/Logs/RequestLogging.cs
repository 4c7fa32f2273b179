using System.Text;
using LlmGateway.Grains.Keys;
using LlmGateway.Silo.Api.Requests;
using LlmGateway.Silo.Hosting;
using LlmGateway.Storage;

namespace LlmGateway.Silo.Api.Logs;

/// <summary>Writes a row of the request log when a request with an API key has ended, whichever way. Nothing waits for it.</summary>
internal sealed class RequestLogging(RequestDelegate next, LedgerWriter writer, LogSealing sealing, TimeProvider time)
{
    private const int ClientLeft = 499;

    public async Task InvokeAsync(HttpContext http)
    {
        try
        {
            await next(http);
        }
        finally
        {
            if (http.Features.Get<KeyUse>()?.Known.Key is { } key)
            {
                Write(http, key);
            }
        }
    }

    private void Write(HttpContext http, ApiKey key)
    {
        var row = Row(http, key);
        if (http.Features.Get<LoggedBodies>() is { } bodies && (row.Status >= 400 || !bodies.OnlyFailure))
        {
            // Behind the answer: redacting takes its time.
            http.Response.OnCompleted(async () => writer.Enqueue(await sealing.AddBodiesAsync(row, bodies)));
        }
        else
        {
            writer.Enqueue(row);
        }
    }

    private RequestLogRow Row(HttpContext http, ApiKey key)
    {
        var facts = RequestFacts.Of(http);
        var elapsed = RequestClock.Elapsed(http);
        return new RequestLogRow
        {
            RequestId = http.TraceIdentifier,
            At = time.GetUtcNow() - elapsed,
            TenantId = key.TenantId,
            KeyId = key.Id,
            UserId = facts.UserId,
            Operation = facts.Operation ?? http.GetEndpoint()?.Metadata.GetMetadata<IEndpointNameMetadata>()?.EndpointName ?? "unknown",
            Model = facts.Model,
            Version = facts.Version,
            Status = facts.ClientLeft ? ClientLeft : http.Response.StatusCode,
            Error = facts.Error,
            Stream = facts.Stream,
            InputTokens = facts.InputTokens,
            OutputTokens = facts.OutputTokens,
            FirstTokenMicroseconds = (long?)facts.FirstToken?.TotalMicroseconds,
            TotalMicroseconds = (long)elapsed.TotalMicroseconds,
            Metadata = facts.Metadata is { } metadata ? BodyRedaction.Redact(Encoding.UTF8.GetBytes(metadata)) : null,
        };
    }
}
