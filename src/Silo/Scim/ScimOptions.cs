using System.Collections.Immutable;
using System.ComponentModel.DataAnnotations;
using LlmGateway.Grains.Access;

namespace LlmGateway.Silo.Scim;

/// <summary>What directories may do. Section <c>LLMGW:Scim</c>.</summary>
public sealed class ScimOptions
{
    /// <summary>Name of the section.</summary>
    public const string Section = "LLMGW:Scim";

    private const string NoRole = "none";

    /// <summary>The role of a user whom a directory takes into a tenant: viewer, billing, developer or none. Default: viewer. More they get by groups.</summary>
    [AllowedValues(Roles.Viewer, Roles.Billing, Roles.Developer, NoRole, ErrorMessage = "LLMGW:Scim:DefaultRole must be viewer, billing, developer or none.")]
    public string DefaultRole { get; set; } = Roles.Viewer;

    internal ImmutableArray<string> NewcomersRoles => DefaultRole == NoRole ? [] : [DefaultRole];
}
