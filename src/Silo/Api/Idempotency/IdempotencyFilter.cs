using System.Data.Common;
using System.Security.Cryptography;
using System.Text;
using LlmGateway.Silo.Api.OpenAI;
using LlmGateway.Silo.Api.Requests;
using LlmGateway.Silo.Auth;
using LlmGateway.Storage;

namespace LlmGateway.Silo.Api.Idempotency;

/// <summary>
/// Runs a request with an <c>Idempotency-Key</c> once: a repeat within 24 hours gets the stored answer, which was committed together with
/// the bill. An answer that failed or that nobody waited for is not stored, and the repeat runs.
/// </summary>
internal sealed partial class IdempotencyFilter(StoredAnswers answers, OpenKeys open, Sealer sealer, TimeProvider time, ILogger<IdempotencyFilter> logger) : IEndpointFilter
{
    private const string Header = "Idempotency-Key";
    private const int MaxKey = 255;
    private const int MaxAnswer = 8 * 1024 * 1024;

    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var http = context.HttpContext;
        if (!http.Request.Headers.TryGetValue(Header, out var values))
        {
            return await next(context);
        }

        if (values is not [{ Length: >= 1 and <= MaxKey } key] || key.AsSpan().ContainsAnyExceptInRange(' ', '~'))
        {
            return ApiProblem.BadRequest($"'{Header}' must be 1 to {MaxKey} printable ASCII characters.", Header, "invalid_idempotency_key");
        }

        var body = await BufferedBody.ReadAsync(http);
        if (body.Failed)
        {
            return body.Problem;
        }

        var row = new StoredAnswerRow
        {
            TenantId = http.Key().TenantId,
            KeyHash = Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(key))),
            RequestHash = body.Value.Hash(http.Request.Path),
            RequestId = http.TraceIdentifier,
            Silo = open.Process,
            At = time.GetUtcNow(),
        };
        open.Enter(row.RequestId);
        try
        {
            IResult? repeat;
            try
            {
                repeat = await BeginAsync(row, http.RequestAborted);
            }
            catch (DbException e)
            {
                LogUnknown(row.RequestId, e);
                return Unavailable();
            }

            return repeat ?? await RunAsync(context, next, row);
        }
        finally
        {
            open.Leave(row.RequestId);
        }
    }

    // The answer to a repeat, or null if the request is the first.
    private async Task<IResult?> BeginAsync(StoredAnswerRow row, CancellationToken cancellationToken)
    {
        while (await answers.BeginAsync(row, cancellationToken) is { } existing)
        {
            var isOld = existing.At < row.At - LogCleaner.AnswerLife;
            if (!isOld && (existing.Status is not null || open.IsRunning(existing.Silo, existing.RequestId)))
            {
                if (existing.RequestHash != row.RequestHash)
                {
                    return Reused();
                }

                if (existing.Status is null)
                {
                    return InProgress();
                }

                if (await OpenAsync(existing, cancellationToken) is { } body)
                {
                    return new ReplayedAnswer(existing, body);
                }
            }

            await answers.RemoveAsync(existing, unlessAnswered: existing.Status is null, cancellationToken);
        }

        return null;
    }

    private async Task<object?> RunAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next, StoredAnswerRow row)
    {
        var http = context.HttpContext;
        var answer = new CapturedBody(MaxAnswer);
        CapturingResponse.Install(http, answer);
        var request = new IdempotentRequest(http, row, sealer, answer, logger);
        http.Features.Set(request);
        try
        {
            return await next(context);
        }
        finally
        {
            if (!request.IsCompleted)
            {
                await RemoveAsync(row);
            }
        }
    }

    private async Task RemoveAsync(StoredAnswerRow row)
    {
        try
        {
            await answers.RemoveAsync(row, unlessAnswered: true);
        }
        catch (Exception e) // It counts as gone all the same: nobody answers it any more.
        {
            LogStays(row.RequestId, e);
        }
    }

    private async Task<byte[]?> OpenAsync(StoredAnswerRow row, CancellationToken cancellationToken)
    {
        try
        {
            return await sealer.OpenAsync(row.TenantId, row.Body, IdempotentRequest.Context(row), cancellationToken);
        }
        catch (CryptographicException e)
        {
            LogUnreadable(row.RequestId, e);
            return null;
        }
    }

    // Full, locked or failing: run unseen, it could run twice.
    private static ApiProblem Unavailable() => new(
        503, new ApiError($"The gateway's database can't tell at the moment whether this '{Header}' was used. Try again shortly.", "server_error", null, "storage_unavailable"), retryAfter: 1);

    private static ApiProblem InProgress() => new(
        409,
        new ApiError($"A request with this '{Header}' is still being answered. Try again when it has ended.", "invalid_request_error", Header, "idempotency_in_progress"),
        retryAfter: 1);

    private static ApiProblem Reused() => new(
        409,
        new ApiError($"This '{Header}' was used for another request within the last 24 hours. Use a new one for each request.", "invalid_request_error", Header, "idempotency_key_reused"))
    {
        ShouldRetry = false,
    };

    [LoggerMessage(LogLevel.Error, "The idempotency key of {RequestId} could not be looked up")]
    private partial void LogUnknown(string requestId, Exception exception);

    [LoggerMessage(LogLevel.Warning, "The idempotency key of {RequestId} could not be freed")]
    private partial void LogStays(string requestId, Exception exception);

    [LoggerMessage(LogLevel.Warning, "The stored answer of {RequestId} can't be opened, so that its repeat runs anew")]
    private partial void LogUnreadable(string requestId, Exception exception);
}
