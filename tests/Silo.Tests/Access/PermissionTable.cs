using System.Text;
using LlmGateway.Grains.Access;
using LlmGateway.Silo.Tests.Hosting;

namespace LlmGateway.Silo.Tests.Access;

/// <summary>Every endpoint of the API, what it asks for, and which roles may call it.</summary>
internal static class PermissionTable
{
    /// <summary>The endpoints of all documents, in the documents' order.</summary>
    public static async Task<IReadOnlyList<DeclaredEndpoint>> ReadAsync(SharedSilo shared)
    {
        List<DeclaredEndpoint> endpoints = [];
        foreach (var document in new[] { "v1", "admin", "scim" })
        {
            var paths = (await shared.Client.GetAsync($"/openapi/{document}.json")).With(200).Json["paths"]!.AsObject();
            endpoints.AddRange(
                from path in paths
                from operation in path.Value!.AsObject()
                select new DeclaredEndpoint(
                    operation.Key.ToUpperInvariant(), path.Key, operation.Value!["x-permission"]?.GetValue<string>(), operation.Value!["x-permission-in"]?.GetValue<string>()));
        }

        return endpoints;
    }

    /// <summary>The table as it is committed in docs/permissions.md.</summary>
    public static string Render(IEnumerable<DeclaredEndpoint> endpoints)
    {
        StringBuilder text = new();
        text.Append("| endpoint | permission | where |").AppendJoin("", Roles.OfTenants.Keys.Select(role => $" {role} |")).Append('\n');
        text.Append("|---|---|---|").AppendJoin("", Roles.OfTenants.Keys.Select(_ => "---|")).Append('\n');
        foreach (var endpoint in endpoints)
        {
            text.Append($"| `{endpoint.Method} {endpoint.Path}` | {(endpoint.Permission is "" ? "none" : endpoint.Permission)} | {endpoint.Place} |")
                .AppendJoin("", Roles.OfTenants.Keys.Select(role => endpoint.Allows(role) ? " yes |" : " |")).Append('\n');
        }

        return text.ToString();
    }
}
