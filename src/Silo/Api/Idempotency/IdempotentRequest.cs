using LlmGateway.Silo.Api.Requests;
using LlmGateway.Storage;

namespace LlmGateway.Silo.Api.Idempotency;

/// <summary>A request whose answer is to be stored for repeats; a feature of the request.</summary>
/// <param name="http">The request.</param>
/// <param name="row">Its row, without an answer.</param>
/// <param name="sealer">Seals the answer.</param>
/// <param name="answer">What was written of the answer so far.</param>
/// <param name="logger">Told when the answer can't be sealed.</param>
internal sealed partial class IdempotentRequest(HttpContext http, StoredAnswerRow row, Sealer sealer, CapturedBody answer, ILogger logger)
{
    /// <summary>Whether the answer was given to whoever commits it.</summary>
    public bool IsCompleted { get; private set; }

    /// <summary>What the sealed body is.</summary>
    public static string Context(StoredAnswerRow row) => $"answer/{row.RequestId}";

    /// <summary>
    /// The row with the answer, to be committed together with what the request cost. To be called when all of the answer was written to the
    /// response and before its end is flushed.
    /// </summary>
    /// <returns>Null if the answer is not to be kept: it is an error, or too large.</returns>
    public async ValueTask<StoredAnswerRow?> CompleteAsync()
    {
        if (answer.IsCutOff || http.Response.StatusCode is < 200 or > 299)
        {
            return null;
        }

        try
        {
            var completed = row with
            {
                Status = http.Response.StatusCode,
                ContentType = http.Response.ContentType,
                Body = await sealer.SealAsync(row.TenantId, answer.Bytes, Context(row)),
            };
            IsCompleted = true;
            return completed;
        }
        catch (Exception e) // What the request cost is committed all the same.
        {
            LogUnsealed(row.RequestId, e);
            return null;
        }
    }

    [LoggerMessage(LogLevel.Warning, "The answer of {RequestId} could not be sealed and is not stored for repeats")]
    private partial void LogUnsealed(string requestId, Exception exception);
}
