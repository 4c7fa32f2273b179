namespace LlmGateway.Grains.Access;

/// <summary>What one grantee may do with one thing.</summary>
/// <param name="Grantee">A user (<c>usr_…</c>), client (<c>cli_…</c>), key (<c>key_…</c>), group (<c>grp_…</c>) or role (<c>role:developer</c>); <c>*</c> for everybody in the tenant.</param>
/// <param name="Level">How much; each level includes those before it.</param>
[GenerateSerializer, Immutable, Alias("llmgw.resource-grant")]
public sealed record ResourceGrant(string Grantee, GrantLevel Level)
{
    /// <summary>The grantee that stands for everybody in the tenant.</summary>
    public const string Everybody = "*";

    /// <summary>What a role's name has before it.</summary>
    public const string RolePrefix = "role:";
}
