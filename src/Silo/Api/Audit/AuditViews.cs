using System.Text.Json;
using LlmGateway.Silo.Api.Admin;
using LlmGateway.Storage;

namespace LlmGateway.Silo.Api.Audit;

/// <summary>A row of the audit trail.</summary>
public sealed record AuditView(
    string Id,
    string Object,
    long Sequence,
    DateTimeOffset At,
    string Actor,
    string Action,
    string? Tenant,
    string? Target,
    int Status,
    string RequestId,
    string? Address,
    JsonElement? Detail,
    string Hash)
{
    internal static AuditView From(AuditRow row) => new(
        $"{row.Sequence}", "audit.entry", row.Sequence, row.At, row.Actor, row.Action, row.TenantId, row.Target, row.Status, row.RequestId, row.Address, ToJson(row.Detail), row.Hash);

    // What somebody edited by hand may be no JSON any more.
    private static JsonElement? ToJson(string? detail)
    {
        try
        {
            return detail is null ? null : JsonSerializer.Deserialize(detail, AdminJson.Default.JsonElement);
        }
        catch (JsonException)
        {
            return JsonSerializer.SerializeToElement(detail, AdminJson.Default.String);
        }
    }
}

/// <summary>What a look at the whole audit trail found.</summary>
/// <param name="Object">Always <c>audit.verification</c>.</param>
/// <param name="Valid">Whether every row is as it was written.</param>
/// <param name="Rows">How many rows there are.</param>
/// <param name="FirstBroken">The first that is not.</param>
/// <param name="Head">Hash of the last row. Rows cut off at the end show only in that it differs from one that was noted before.</param>
public sealed record AuditVerificationView(string Object, bool Valid, long Rows, AuditBreakView? FirstBroken, string Head)
{
    internal static AuditVerificationView From(AuditVerification found) => new(
        "audit.verification",
        found.FirstBroken is null,
        found.Rows,
        found.FirstBroken is { } broken ? new AuditBreakView(broken.Sequence, broken.Reason) : null,
        found.Head);
}

/// <summary>Where the audit trail is not what was written.</summary>
public sealed record AuditBreakView(long Sequence, string Reason);
