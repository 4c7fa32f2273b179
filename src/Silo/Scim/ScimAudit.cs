using System.Text.Json.Nodes;
using LlmGateway.Grains.Access;
using LlmGateway.Silo.Api.Audit;

namespace LlmGateway.Silo.Scim;

/// <summary>What the audit trail keeps of directories' changes: who it was about and what became of them, not who they are.</summary>
internal static class ScimAudit
{
    private const int MaxMembers = 50;

    /// <summary>Notes a change of a user.</summary>
    /// <param name="http">The request.</param>
    /// <param name="active">Whether the user is let in now.</param>
    /// <remarks>Not whether there was an account before: tenants read their part of the trail.</remarks>
    public static void Note(HttpContext http, bool active) => http.Features.Set(new AuditNote(new JsonObject { ["active"] = active }.ToJsonString()));

    /// <summary>Notes who came into a group, and who went.</summary>
    public static void Note(HttpContext http, AccessGroup? before, AccessGroup after)
    {
        var (added, removed) = (after.Members.Except(before?.Members ?? []), (before?.Members ?? []).Except(after.Members));
        http.Features.Set(new AuditNote(new JsonObject
        {
            ["added"] = new JsonArray([.. added.Take(MaxMembers)]),
            ["added_count"] = added.Count,
            ["removed"] = new JsonArray([.. removed.Take(MaxMembers)]),
            ["removed_count"] = removed.Count,
        }.ToJsonString()));
    }
}
