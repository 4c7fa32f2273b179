using System.Collections.Immutable;
using System.Text.Json.Nodes;
using LlmGateway.Grains;
using LlmGateway.Grains.Audit;

namespace LlmGateway.Silo.Issuers;

/// <summary>Records what comes of an issuer's word. Nothing is kept of who somebody is there.</summary>
internal static class IssuerAudit
{
    /// <param name="grains">Where the trail is.</param>
    /// <param name="http">The request that brought the claims.</param>
    /// <param name="issuer">Whose word it is.</param>
    /// <param name="action">What was done.</param>
    /// <param name="userId">Whose account is concerned.</param>
    /// <param name="tenant">In which tenant; null for none.</param>
    /// <param name="roles">The roles that the user has by it now; null where it is not about roles.</param>
    public static async Task RecordAsync(this IGrainFactory grains, HttpContext http, TrustedIssuer issuer, string action, string userId, string? tenant = null, ImmutableArray<string>? roles = null) =>
        // Not stopped by a client that leaves: what was done is done.
        await grains.GetAudit().AppendAsync(
            new AuditEntry
            {
                Actor = userId,
                Action = action,
                TenantId = tenant,
                Target = userId,
                Status = StatusCodes.Status200OK,
                RequestId = http.TraceIdentifier,
                Address = http.Connection.RemoteIpAddress?.ToString(),
                Detail = Detail(issuer, roles),
            },
            CancellationToken.None);

    /// <summary>What is kept of whose word it was, as JSON.</summary>
    public static string Detail(TrustedIssuer issuer, ImmutableArray<string>? roles = null)
    {
        JsonObject detail = new() { ["issuer"] = issuer.Name };
        if (roles is { } given)
        {
            detail["roles"] = new JsonArray([.. given.Select(role => JsonValue.Create(role))]);
        }

        return detail.ToJsonString();
    }
}
