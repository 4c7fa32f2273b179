using System.Runtime.ExceptionServices;
using System.Text.Json;
using LlmGateway.Grains;
using LlmGateway.Grains.Audit;
using LlmGateway.Silo.Api.Admin;
using LlmGateway.Silo.Api.OpenAI;
using LlmGateway.Silo.Auth;
using LlmGateway.Silo.Hosting;

namespace LlmGateway.Silo.Api.Audit;

/// <summary>
/// Records each call of an audited endpoint that can change something, whatever came of it. The answer waits until the row is committed; if that fails, it becomes
/// a 503.
/// </summary>
/// <remarks>It stands before authentication, so that refused attempts are recorded too. Answers are held back whole: endpoints of this kind answer briefly.</remarks>
internal sealed partial class AuditMiddleware(RequestDelegate next, IGrainFactory grains, ILogger<AuditMiddleware> logger)
{
    private const string Nobody = "anonymous";
    private const int MaxTarget = 200;
    private const int ClientLeft = 499;

    public Task InvokeAsync(HttpContext http) =>
        http.GetEndpoint() is { } endpoint && endpoint.Metadata.GetMetadata<AuditedAction>() is { } action && CanChange(http.Request.Method)
            ? RecordAsync(http, action, endpoint)
            : next(http);

    private static bool CanChange(string method) => !HttpMethods.IsGet(method) && !HttpMethods.IsHead(method) && !HttpMethods.IsOptions(method);

    private async Task RecordAsync(HttpContext http, AuditedAction action, Endpoint endpoint)
    {
        var output = http.Response.Body;
        using var answer = new MemoryStream();
        var body = new CapturedBody(http.Request.Body);
        (http.Request.Body, http.Response.Body) = (body, answer);
        ExceptionDispatchInfo? failure = null;
        try
        {
            await next(http);
        }
        catch (Exception e)
        {
            failure = ExceptionDispatchInfo.Capture(e);
        }

        http.Response.Body = output;
        var entry = Describe(http, action, endpoint, failure?.SourceException, body, answer.GetBuffer().AsMemory(0, (int)answer.Length));
        if (!IsThrottled(entry) && !await TryAppendAsync(http, entry))
        {
            await Unrecorded(entry.Status).ExecuteAsync(http);
            return;
        }

        failure?.Throw();
        if (answer.Length > 0)
        {
            answer.Position = 0;
            await answer.CopyToAsync(output, http.RequestAborted);
        }
    }

    private static AuditEntry Describe(HttpContext http, AuditedAction action, Endpoint endpoint, Exception? failure, CapturedBody body, ReadOnlyMemory<byte> answer)
    {
        var status = failure switch
        {
            null => http.Response.StatusCode,
            BadHttpRequestException bad => bad.StatusCode,
            OperationCanceledException when http.RequestAborted.IsCancellationRequested => ClientLeft,
            _ => BrokenDependency.Explain(failure)?.Status ?? StatusCodes.Status500InternalServerError,
        };
        var route = (endpoint as RouteEndpoint)?.RoutePattern.RawText;
        var made = status is >= 200 and < 300 ? IdIn(answer) : null;
        var tenant = http.GetRouteValue("tenant") as string;
        return new AuditEntry
        {
            Actor = http.User.Identity is { IsAuthenticated: true } user ? user.Name ?? http.User.FindFirst(GatewayClaims.Key)?.Value ?? Nobody : Nobody,
            Action = action.Name ?? $"{http.Request.Method} {route}",
            TenantId = tenant is not null ? (TenantsApi.IsId(tenant) ? tenant : null) : action.MakesTenant ? made : null,
            Target = Cut(NameIn(http) ?? made ?? tenant),
            Status = status,
            RequestId = http.TraceIdentifier,
            Address = http.Connection.RemoteIpAddress?.ToString(),
            Detail = http.Features.Get<AuditNote>() is { } note ? note.Json : action.Personal ? null : body.Bytes is { } bytes ? AuditDetail.From(bytes) : AuditDetail.TooLarge(body.Length),
        };
    }

    // Strangers who were told to wait leave no more rows: they could fill the disk.
    private static bool IsThrottled(AuditEntry entry) => entry is { Actor: Nobody, Status: StatusCodes.Status429TooManyRequests };

    // The thing that the address names: a key by {id}, a price by {model}, and so on.
    private static string? NameIn(HttpContext http) => http.Request.RouteValues.FirstOrDefault(value => value.Key != "tenant").Value as string;

    private static string? Cut(string? text) => text is { Length: > MaxTarget } ? text[..MaxTarget] : text;

    // What was made or changed, by the id that its answer begins with.
    private static string? IdIn(ReadOnlyMemory<byte> answer)
    {
        try
        {
            var json = new Utf8JsonReader(answer.Span);
            return json.Read() && json.TokenType == JsonTokenType.StartObject && json.Read() && json.ValueTextEquals("id"u8) && json.Read() && json.TokenType == JsonTokenType.String
                ? json.GetString()
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private async Task<bool> TryAppendAsync(HttpContext http, AuditEntry entry)
    {
        try
        {
            // Not stopped by a client that leaves: what it did is done.
            await grains.GetAudit().AppendAsync(entry, CancellationToken.None);
            return true;
        }
        catch (Exception e)
        {
            LogUnrecorded(entry.Action, http.TraceIdentifier, entry.Status, e);
            return false;
        }
    }

    private static ApiProblem Unrecorded(int status) => new(
        503,
        new ApiError(
            status < 400
                ? "The change was made, but it could not be written to the audit trail. Look at what is there before you repeat it."
                : $"Nothing was changed: the call was refused with status {status}. The refusal could not be written to the audit trail.",
            "server_error",
            null,
            "audit_unavailable"),
        retryAfter: 1);

    [LoggerMessage(LogLevel.Error, "{Action} ({RequestId}) ended with status {Status} and could not be written to the audit trail")]
    private partial void LogUnrecorded(string action, string requestId, int status, Exception exception);
}
