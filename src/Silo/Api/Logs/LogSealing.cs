using System.Security.Cryptography;
using System.Text;
using LlmGateway.Silo.Api.Requests;
using LlmGateway.Storage;

namespace LlmGateway.Silo.Api.Logs;

/// <summary>Bodies on their way into the log and out of it: redacted, then sealed under the tenant's key.</summary>
internal sealed partial class LogSealing(Sealer sealer, ILogger<LogSealing> logger)
{
    private const string CutOff = "…[truncated]";
    private const string Erased = "[erased]";

    /// <summary>The row with its bodies; without them where they can't be sealed.</summary>
    public async Task<RequestLogRow> AddBodiesAsync(RequestLogRow row, LoggedBodies bodies)
    {
        try
        {
            return row with
            {
                RequestBody = await SealAsync(row, bodies.Request, "request", bodies.Redact),
                ResponseBody = await SealAsync(row, bodies.Response, "response", bodies.Redact),
            };
        }
        catch (Exception e) // The row counts more than its bodies.
        {
            LogUnsealed(row.RequestId, e);
            return row;
        }
    }

    /// <summary>The request's body as text, or null if none was logged.</summary>
    public Task<string?> OpenRequestAsync(RequestLogRow row, CancellationToken cancellationToken) => OpenAsync(row, row.RequestBody, "request", cancellationToken);

    /// <summary>The answer's body as text, or null if none was logged.</summary>
    public Task<string?> OpenResponseAsync(RequestLogRow row, CancellationToken cancellationToken) => OpenAsync(row, row.ResponseBody, "response", cancellationToken);

    private async Task<byte[]?> SealAsync(RequestLogRow row, CapturedBody body, string kind, bool redact)
    {
        if (body.Bytes.IsEmpty)
        {
            return null;
        }

        var text = redact ? BodyRedaction.Redact(body.Bytes.Span) : Encoding.UTF8.GetString(body.Bytes.Span);
        return await sealer.SealAsync(row.TenantId, Encoding.UTF8.GetBytes(body.IsCutOff ? text + CutOff : text), Context(row, kind));
    }

    private async Task<string?> OpenAsync(RequestLogRow row, byte[]? sealedBody, string kind, CancellationToken cancellationToken)
    {
        if (sealedBody is null)
        {
            return null;
        }

        try
        {
            return await sealer.OpenAsync(row.TenantId, sealedBody, Context(row, kind), cancellationToken) is { } plain ? Encoding.UTF8.GetString(plain) : Erased;
        }
        catch (CryptographicException e)
        {
            LogUnopened(row.RequestId, e);
            return Erased;
        }
    }

    private static string Context(RequestLogRow row, string kind) => $"log/{row.RequestId}/{kind}";

    [LoggerMessage(LogLevel.Warning, "The bodies of {RequestId} could not be sealed and are not logged")]
    private partial void LogUnsealed(string requestId, Exception exception);

    [LoggerMessage(LogLevel.Warning, "A logged body of {RequestId} can't be opened: it was changed, or its tenant's key was erased")]
    private partial void LogUnopened(string requestId, Exception exception);
}
