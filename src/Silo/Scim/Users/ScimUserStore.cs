using System.Text;
using System.Text.Json.Nodes;
using LlmGateway.Silo.Scim.Filters;
using LlmGateway.Silo.Users;
using LlmGateway.Storage;

namespace LlmGateway.Silo.Scim.Users;

/// <summary>The users of tenants' directories in the database: sealed, and found by keyed hashes.</summary>
internal sealed class ScimUserStore(ScimUserDirectory rows, Sealer sealer, EmailHash hashes)
{
    /// <summary>The most users of a directory.</summary>
    public const int MaxUsers = 10_000;

    public ScimUserDirectory Rows { get; } = rows;

    /// <summary>A user of a directory; null for none.</summary>
    public async Task<ScimUser?> FindAsync(string tenant, string id, CancellationToken cancellationToken) =>
        await Rows.FindAsync(tenant, id, cancellationToken) is { } row ? await OpenAsync(row, cancellationToken) : null;

    /// <summary>Whether another user of the directory has a name.</summary>
    public async Task<bool> IsTakenAsync(string tenant, string userNameHash, string? exceptId, CancellationToken cancellationToken) =>
        (await Rows.ListAsync(tenant, new ScimUserMatch { UserNameHash = userNameHash }, 0, 2, cancellationToken)).Any(row => row.UserId != exceptId);

    /// <summary>One page of a directory's users, the oldest first.</summary>
    public async Task<IReadOnlyList<ScimUser>> PageAsync(string tenant, int skip, int take, CancellationToken cancellationToken) =>
        await OpenAllAsync(await Rows.ListAsync(tenant, null, skip, take, cancellationToken), cancellationToken);

    /// <summary>The users that may fulfil a filter: those that a value which it needs is looked up by, or all.</summary>
    public async Task<IReadOnlyList<ScimUser>> CandidatesAsync(string tenant, ScimFilter? filter, CancellationToken cancellationToken)
    {
        ScimUserMatch match = new()
        {
            UserId = filter?.Needs("id"),
            UserNameHash = filter?.Needs("userName") is { } name ? await UserNameHashAsync(tenant, name, cancellationToken) : null,
            ExternalIdHash = filter?.Needs("externalId") is { } external ? await ExternalIdHashAsync(tenant, external, cancellationToken) : null,
            EmailHash = filter?.Needs("emails.value") is { } email ? await EmailHashAsync(tenant, email, cancellationToken) : null,
        };
        return await OpenAllAsync(await Rows.ListAsync(tenant, match, 0, MaxUsers, cancellationToken), cancellationToken);
    }

    /// <summary>Writes what a directory says into a user's row.</summary>
    public async Task SealAsync(ScimUserRow row, JsonObject attributes, ScimPerson person, CancellationToken cancellationToken)
    {
        var kept = (JsonObject)attributes.DeepClone();
        kept.Remove("active");
        row.UserNameHash = await UserNameHashAsync(row.TenantId, person.UserName, cancellationToken);
        row.ExternalIdHash = person.ExternalId is null ? null : await ExternalIdHashAsync(row.TenantId, person.ExternalId, cancellationToken);
        List<string> emails = [];
        foreach (var email in person.Emails)
        {
            emails.Add(await EmailHashAsync(row.TenantId, email, cancellationToken));
        }

        row.EmailHashes = string.Join(' ', emails);
        row.Sealed = await sealer.SealAsync(GatewayUserStore.OwnerOf(row.UserId), Encoding.UTF8.GetBytes(kept.ToJsonString()), ContextOf(row.TenantId), cancellationToken);
    }

    /// <summary>The hash that a name is found by.</summary>
    public ValueTask<string> UserNameHashAsync(string tenant, string userName, CancellationToken cancellationToken) => HashAsync(tenant, "user-name", userName.ToUpperInvariant(), cancellationToken);

    private ValueTask<string> ExternalIdHashAsync(string tenant, string externalId, CancellationToken cancellationToken) => HashAsync(tenant, "external-id", externalId, cancellationToken);

    private ValueTask<string> EmailHashAsync(string tenant, string email, CancellationToken cancellationToken) => HashAsync(tenant, "email", email.ToUpperInvariant(), cancellationToken);

    // With kind and tenant in it: equal values of others, and the addresses of accounts, have other hashes.
    private ValueTask<string> HashAsync(string tenant, string kind, string value, CancellationToken cancellationToken) => hashes.OfAsync($"scim/{tenant}/{kind}/{value}", cancellationToken);

    private static string ContextOf(string tenant) => $"scim/{tenant}";

    private async Task<IReadOnlyList<ScimUser>> OpenAllAsync(IReadOnlyList<ScimUserRow> found, CancellationToken cancellationToken)
    {
        List<ScimUser> users = new(found.Count);
        foreach (var row in found)
        {
            if (await OpenAsync(row, cancellationToken) is { } user)
            {
                users.Add(user);
            }
        }

        return users;
    }

    private async ValueTask<ScimUser?> OpenAsync(ScimUserRow row, CancellationToken cancellationToken) =>
        await sealer.OpenAsync(GatewayUserStore.OwnerOf(row.UserId), row.Sealed, ContextOf(row.TenantId), cancellationToken) is { } json
            ? new ScimUser(row, JsonNode.Parse(json)!.AsObject())
            : null;
}
