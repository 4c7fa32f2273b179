using System.Text.Json.Nodes;
using LlmGateway.Grains.Access;
using LlmGateway.Silo.Scim.Resources;
using LlmGateway.Storage;

namespace LlmGateway.Silo.Scim.Users;

/// <summary>A user as a tenant's directory knows them: what it said itself, and nothing of what others know of the person.</summary>
/// <param name="Row">The stored row.</param>
/// <param name="Attributes">What the directory said, without <c>active</c>.</param>
internal sealed record ScimUser(ScimUserRow Row, JsonObject Attributes)
{
    /// <summary>All attributes that the directory can set.</summary>
    public JsonObject Settable()
    {
        var settable = (JsonObject)Attributes.DeepClone();
        settable["active"] = Row.Active;
        return settable;
    }

    /// <summary>The whole resource.</summary>
    /// <param name="groups">The directory's groups that the user is in.</param>
    /// <param name="address">Where resources lie.</param>
    public JsonObject View(IEnumerable<AccessGroup> groups, ScimAddress address)
    {
        JsonObject view = new() { ["id"] = Row.UserId, ["schemas"] = new JsonArray(ScimUrns.User) };
        foreach (var (name, value) in Settable())
        {
            view[name] = value?.DeepClone();
        }

        var list = groups.Select(group => new JsonObject { ["value"] = group.Id, ["$ref"] = address.Group(group.Id), ["display"] = group.Name, ["type"] = "direct" }).ToArray();
        if (list.Length > 0)
        {
            view["groups"] = new JsonArray(list);
        }

        view["meta"] = ScimMeta.Of("User", Row.CreatedAt, Row.ChangedAt, address.User(Row.UserId), Row.Version);
        return view;
    }
}
