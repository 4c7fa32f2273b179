namespace LlmGateway.Silo.Issuers;

/// <summary>What a value of <see cref="IssuerOptions.RoleClaim"/> means here.</summary>
public sealed class RoleMapping
{
    /// <summary>The claim's value.</summary>
    public string Value { get; set; } = "";

    /// <summary>Roles of the tenant, built in or its own.</summary>
    public IList<string> Roles { get; } = [];
}
