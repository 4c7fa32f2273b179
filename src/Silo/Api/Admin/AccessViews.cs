using LlmGateway.Grains.Access;

namespace LlmGateway.Silo.Api.Admin;

/// <summary>Body of <c>PUT …/members/{id}</c>.</summary>
public sealed record MemberBody
{
    /// <summary>All roles of the member; they replace those before.</summary>
    public required IReadOnlyList<string> Roles { get; init; }
}

/// <summary>Somebody who belongs to a tenant, or to the platform's operators.</summary>
/// <param name="Id">A user, <c>usr_…</c>, or an OAuth client, <c>cli_…</c>.</param>
/// <param name="Object">Always <c>member</c>.</param>
/// <param name="Roles">The member's own roles.</param>
/// <param name="IssuerRoles">Roles that outside issuers say the member has; only they change them.</param>
/// <param name="Groups">Ids of the groups that the member is in.</param>
/// <param name="Permissions">What all of them allow together; nothing while the member is suspended.</param>
/// <param name="Suspended">Whether the tenant's directory has suspended the member.</param>
public sealed record MemberView(
    string Id, string Object, IReadOnlyList<string> Roles, IReadOnlyList<string> IssuerRoles, IReadOnlyList<string> Groups, IReadOnlyList<string> Permissions, bool Suspended);

/// <summary>Body of <c>PUT …/roles/{name}</c>.</summary>
public sealed record RoleBody
{
    /// <summary>All permissions of the role; they replace those before.</summary>
    public required IReadOnlyList<string> Permissions { get; init; }
}

/// <summary>A set of permissions.</summary>
/// <param name="Id">Its name.</param>
/// <param name="Object">Always <c>role</c>.</param>
/// <param name="BuiltIn">Whether every gateway has it, and nobody can change it.</param>
/// <param name="Permissions">What it allows.</param>
public sealed record RoleView(string Id, string Object, bool BuiltIn, IReadOnlyList<string> Permissions);

/// <summary>Body of <c>POST …/groups</c> and <c>PUT …/groups/{id}</c>.</summary>
public sealed record GroupBody
{
    /// <summary>Name for people.</summary>
    public required string Name { get; init; }

    /// <summary>Users and clients in it; none by default, and for a group from the directory those that are.</summary>
    public IReadOnlyList<string>? Members { get; init; }

    /// <summary>Roles that they have; none by default.</summary>
    public IReadOnlyList<string>? Roles { get; init; }
}

/// <summary>Members that get roles together. Name and members of a group from the tenant's directory are the directory's to change, its roles are not.</summary>
public sealed record GroupView(string Id, string Object, string Name, string? ExternalId, bool FromDirectory, IReadOnlyList<string> Members, IReadOnlyList<string> Roles)
{
    internal static GroupView From(AccessGroup group) => new(group.Id, "group", group.Name, group.ExternalId, group.FromDirectory, [.. group.Members], group.Roles);
}

/// <summary>One item of <c>PUT …/grants/{kind}/{name}</c>.</summary>
public sealed record GrantBody
{
    /// <summary>A user (<c>usr_…</c>), client (<c>cli_…</c>), key (<c>key_…</c>), group (<c>grp_…</c>) or role (<c>role:developer</c>); <c>*</c> for everybody.</summary>
    public required string Grantee { get; init; }

    /// <summary><c>read</c>, <c>use</c> or <c>manage</c>; each includes those before it.</summary>
    public required string Level { get; init; }
}

/// <summary>What one grantee may do with a thing.</summary>
public sealed record GrantView(string Grantee, string Level);

/// <summary>All grants of a thing.</summary>
/// <param name="Id">Kind and name.</param>
/// <param name="Object">Always <c>resource_grants</c>.</param>
/// <param name="Grants">Who may do what.</param>
public sealed record ResourceGrantsView(string Id, string Object, IReadOnlyList<GrantView> Grants);

/// <summary>Who calls.</summary>
/// <param name="Id">A user, a client, or the holder of the admin key.</param>
/// <param name="Object">Always <c>caller</c>.</param>
/// <param name="Roles">Roles of the platform.</param>
/// <param name="Permissions">What the caller may do everywhere.</param>
public sealed record CallerView(string Id, string Object, IReadOnlyList<string> Roles, IReadOnlyList<string> Permissions);
