using System.Collections.Immutable;

namespace LlmGateway.Grains.Access;

/// <summary>Who may do what in one tenant (<see cref="GrainKeys.GetAccess"/>) or everywhere (<see cref="GrainKeys.GetPlatformAccess"/>).</summary>
/// <remarks>When a change returns, every living silo goes by it. Whether the caller may make it is for the caller's side to check.</remarks>
[Alias("llmgw.IAccessGrain")]
public interface IAccessGrain : IGrainWithStringKey
{
    /// <summary>The whole table; silos ask for it once and are told of changes.</summary>
    [Alias("Get")]
    Task<AccessTable> GetAsync(CancellationToken cancellationToken = default);

    /// <summary>Gives a subject these roles and no others; none at all: it is no member any more, nor in any group, whatever issuers said.</summary>
    [Alias("SetMember")]
    Task<AccessTable> SetMemberAsync(string subject, ImmutableArray<string> roles, CancellationToken cancellationToken = default);

    /// <summary>Takes a subject in, or suspends it. Who belongs here already keeps roles and groups.</summary>
    /// <param name="subject">A user.</param>
    /// <param name="roles">What a newcomer gets; none at all is enough to belong here.</param>
    /// <param name="suspended">Whether it may do nothing here for now.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    [Alias("Admit")]
    Task<AccessTable> AdmitAsync(string subject, ImmutableArray<string> roles, bool suspended, CancellationToken cancellationToken = default);

    /// <summary>Gives a user the roles that an outside issuer says they have, in place of those that it said before; none at all: the issuer says nothing of them here.</summary>
    /// <param name="issuer">The issuer's address.</param>
    /// <param name="user">The user, <c>usr_…</c>.</param>
    /// <param name="roles">All of them. Roles that were given by hand stay as they are.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>False if it was so before.</returns>
    [Alias("SetIssuerRoles")]
    Task<bool> SetIssuerRolesAsync(string issuer, string user, ImmutableArray<string> roles, CancellationToken cancellationToken = default);

    /// <summary>Makes a role or replaces its permissions.</summary>
    [Alias("SetRole")]
    Task<AccessTable> SetRoleAsync(string name, ImmutableArray<string> permissions, CancellationToken cancellationToken = default);

    /// <summary>Removes a role, from those who have it too.</summary>
    /// <returns>False if there was none.</returns>
    [Alias("RemoveRole")]
    Task<bool> RemoveRoleAsync(string name, CancellationToken cancellationToken = default);

    /// <summary>Makes a group or replaces it.</summary>
    [Alias("SetGroup")]
    Task<AccessTable> SetGroupAsync(AccessGroup group, CancellationToken cancellationToken = default);

    /// <summary>Makes a group or replaces it, unless somebody else changed it meanwhile.</summary>
    /// <param name="group">The group, with the <see cref="AccessGroup.Revision"/> that was read; 0 for one that is to be made.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>The group with its new revision; null if there is another revision of it, or none any more.</returns>
    [Alias("TrySetGroup")]
    Task<AccessGroup?> TrySetGroupAsync(AccessGroup group, CancellationToken cancellationToken = default);

    /// <summary>Removes a group.</summary>
    /// <returns>False if there was none.</returns>
    [Alias("RemoveGroup")]
    Task<bool> RemoveGroupAsync(string id, CancellationToken cancellationToken = default);

    /// <summary>Says who may have a thing; nobody named: everybody whose role allows things of its kind.</summary>
    /// <param name="resource">Kind and name: <c>model/gateway-tiny</c>.</param>
    /// <param name="grants">All of them; they replace those before.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    [Alias("SetGrants")]
    Task<AccessTable> SetGrantsAsync(string resource, ImmutableArray<ResourceGrant> grants, CancellationToken cancellationToken = default);
}
