using System.Collections.Immutable;
using System.Text.RegularExpressions;
using LlmGateway.Grains.Access;
using LlmGateway.Silo.Api.OpenAI;
using LlmGateway.Silo.Auth.Access;

namespace LlmGateway.Silo.Api.Admin;

/// <summary>What may be said of members, roles, groups and grants, and by whom: nobody gives away, or takes, more than they have.</summary>
internal static partial class AccessRules
{
    private const int MaxRoles = 50;
    private const int MaxName = 200;
    private const int MaxMembers = 10_000;
    private const int MaxGrants = 1000;

    /// <summary>Whether a text can be a member's id.</summary>
    public static bool IsSubject(string text) => Subject().IsMatch(text);

    /// <summary>Whether a text can be the name of a role, or of a kind of thing.</summary>
    public static bool IsName(string text) => Name().IsMatch(text);

    /// <summary>What a set of roles allows that the caller may not do; null for nothing.</summary>
    public static ApiProblem? CheckReach(HttpContext http, AccessTable table, IEnumerable<string> roles, IReadOnlyDictionary<string, ImmutableArray<string>> builtIn) =>
        CheckReach(http, table.Allowed(roles, builtIn));

    /// <summary>What of some permissions the caller does not have; null for nothing.</summary>
    public static ApiProblem? CheckReach(HttpContext http, IEnumerable<string> permissions) =>
        permissions.FirstOrDefault(permission => !http.Access().Allows(permission)) is { } beyond ? PermissionRefusal.Lacking(beyond) : null;

    /// <summary>What is wrong with roles that are to be given.</summary>
    public static ApiProblem? CheckRoles(IReadOnlyList<string?>? roles, AccessTable table, IReadOnlyDictionary<string, ImmutableArray<string>> builtIn) =>
        roles is null || roles.Count > MaxRoles ? ApiProblem.BadRequest($"'roles' must name at most {MaxRoles} roles.", "roles")
        : roles.FirstOrDefault(role => role is null || !(builtIn.ContainsKey(role) || table.CustomRoles.ContainsKey(role))) is { } unknown
            ? ApiProblem.BadRequest($"There is no role '{unknown}' here.", "roles")
        : roles.Contains(null) ? ApiProblem.BadRequest("'roles' must hold names.", "roles")
        : null;

    /// <summary>What is wrong with a role's permissions.</summary>
    public static ApiProblem? CheckPermissions(IReadOnlyList<string?>? permissions, ImmutableArray<string> possible) =>
        permissions is not null && permissions.All(permission => permission is not null && possible.Contains(permission))
            ? null
            : ApiProblem.BadRequest($"'permissions' must name some of: {string.Join(", ", possible)}.", "permissions");

    /// <summary>What is wrong with a group.</summary>
    public static ApiProblem? Check(GroupBody body) =>
        body.Name is null || body.Name.Trim().Length is 0 or > MaxName ? ApiProblem.BadRequest($"'name' must have 1 to {MaxName} characters.", "name")
        : body.Members is { } members && (members.Count > MaxMembers || members.Any(member => member is null || !IsSubject(member)))
            ? ApiProblem.BadRequest($"'members' must hold at most {MaxMembers} ids of users (usr_…) or clients (cli_…).", "members")
        : null;

    /// <summary>What is wrong with grants.</summary>
    public static ApiProblem? Check(IReadOnlyList<GrantBody?> grants) =>
        grants.Count > MaxGrants ? ApiProblem.BadRequest($"A thing can have at most {MaxGrants} grants.")
        : grants.Any(grant => grant?.Grantee is null || !Grantee().IsMatch(grant.Grantee))
            ? ApiProblem.BadRequest("'grantee' must be a user (usr_…), client (cli_…), key (key_…), group (grp_…), role (role:…), or * for everybody.", "grantee")
        : grants.Any(grant => LevelOf(grant!.Level) is null) ? ApiProblem.BadRequest("'level' must be read, use or manage.", "level")
        : null;

    /// <summary>A level by its name; null for no level.</summary>
    public static GrantLevel? LevelOf(string? name) => name switch
    {
        "read" => GrantLevel.Read,
        "use" => GrantLevel.Use,
        "manage" => GrantLevel.Manage,
        _ => null,
    };

    [GeneratedRegex(@"^(usr|cli)_[0-9a-f]{24}\z")]
    private static partial Regex Subject();

    [GeneratedRegex(@"^[a-z0-9][a-z0-9-]{0,62}\z")]
    private static partial Regex Name();

    [GeneratedRegex(@"^(\*|(usr|cli|key|grp)_[0-9a-f]{24}|role:[a-z0-9][a-z0-9-]{0,62})\z")]
    private static partial Regex Grantee();
}
