using LlmGateway.Grains;
using LlmGateway.Grains.Audit;
using LlmGateway.Silo.Auth;

namespace LlmGateway.Silo.Users;

/// <summary>Records what people do with accounts. Nothing that they typed is kept.</summary>
internal static class AccountAudit
{
    private const string Nobody = "anonymous";

    /// <param name="grains">Where the trail is.</param>
    /// <param name="http">The request.</param>
    /// <param name="action">What was done or tried.</param>
    /// <param name="userId">Whose account; null where there is none.</param>
    /// <param name="right">Whether it was the user who did it; a refusal is nobody's.</param>
    /// <param name="target">The thing concerned; the account by default.</param>
    /// <param name="detail">More of it, as JSON; null for nothing.</param>
    public static Task AuditAsync(this IGrainFactory grains, HttpContext http, string action, string? userId, bool right, string? target = null, string? detail = null) =>
        // Not stopped by a client that leaves: what it did is done.
        grains.GetAudit().AppendAsync(
            new AuditEntry
            {
                Actor = right ? userId ?? Nobody : http.Session()?.UserId ?? Nobody,
                Action = action,
                Target = target ?? userId,
                Status = right ? StatusCodes.Status303SeeOther : StatusCodes.Status401Unauthorized,
                RequestId = http.TraceIdentifier,
                Address = http.Connection.RemoteIpAddress?.ToString(),
                Detail = detail,
            },
            CancellationToken.None);

    /// <summary>Records a refusal and says what to show for it. Strangers who were told to wait leave no more rows: they could fill the disk.</summary>
    public static async Task<string> RefuseAsync(this IGrainFactory grains, HttpContext http, FailedAttempts attempts, string action, string? userId, string message)
    {
        if (attempts.Add(http.Connection.RemoteIpAddress) is { } wait)
        {
            return $"Too many wrong attempts came from this address. Wait {Math.Max(1, (int)Math.Ceiling(wait.TotalSeconds))} seconds.";
        }

        await grains.AuditAsync(http, action, userId, right: false);
        return message;
    }
}
