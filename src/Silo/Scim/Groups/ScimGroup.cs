using System.Collections.Immutable;
using System.Text.Json.Nodes;
using LlmGateway.Grains.Access;
using LlmGateway.Silo.Scim.Resources;

namespace LlmGateway.Silo.Scim.Groups;

/// <summary>A directory's group as its requests and answers show it. What roles it has, they do not show.</summary>
internal static class ScimGroup
{
    /// <summary>All attributes that the directory can set.</summary>
    public static JsonObject Settable(AccessGroup group)
    {
        JsonObject settable = new() { ["displayName"] = group.Name };
        if (group.ExternalId is not null)
        {
            settable["externalId"] = group.ExternalId;
        }

        if (!group.Members.IsEmpty)
        {
            settable["members"] = new JsonArray([.. group.Members.Select(member => new JsonObject { ["value"] = member })]);
        }

        return settable;
    }

    /// <summary>The whole resource.</summary>
    /// <param name="group">The group.</param>
    /// <param name="address">Where resources lie.</param>
    /// <param name="withMembers">Whether anybody looks at the members: they may be many.</param>
    public static JsonObject View(AccessGroup group, ScimAddress address, bool withMembers)
    {
        JsonObject view = new() { ["id"] = group.Id, ["schemas"] = new JsonArray(ScimUrns.Group) };
        foreach (var (name, value) in Settable(withMembers ? group : group with { Members = [] }))
        {
            view[name] = value?.DeepClone();
        }

        foreach (var member in (view["members"] as JsonArray ?? []).OfType<JsonObject>())
        {
            (member["$ref"], member["type"]) = (address.User(member["value"]!.GetValue<string>()), "User");
        }

        view["meta"] = ScimMeta.Of("Group", group.CreatedAt ?? default, group.ChangedAt ?? default, address.Group(group.Id), group.Revision);
        return view;
    }

    /// <summary>The group after a directory has set its attributes.</summary>
    /// <exception cref="ScimException">An attribute is missing, or can't be as it is.</exception>
    public static AccessGroup With(AccessGroup group, JsonObject attributes)
    {
        ScimText.CheckAll(attributes, "");
        return group with { Name = ScimText.Required(attributes, "displayName"), ExternalId = ScimText.ExternalId(attributes), Members = MembersOf(attributes) };
    }

    private static ImmutableSortedSet<string> MembersOf(JsonObject attributes) =>
    [
        .. (attributes["members"] as JsonArray ?? []).Select(member =>
            (member as JsonObject)?["value"]?.GetValue<string>() ?? throw ScimErrors.InvalidValue("Each of 'members' must have a 'value', a user's id.")),
    ];
}
