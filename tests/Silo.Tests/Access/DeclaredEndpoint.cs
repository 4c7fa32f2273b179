using LlmGateway.Grains.Access;

namespace LlmGateway.Silo.Tests.Access;

/// <summary>An endpoint as the API's own description declares it.</summary>
/// <param name="Method">GET, POST and so on.</param>
/// <param name="Path">With names in braces.</param>
/// <param name="Permission">What it asks for; empty for nothing.</param>
/// <param name="Place">Where.</param>
internal sealed record DeclaredEndpoint(string Method, string Path, string? Permission, string? Place)
{
    /// <summary>Whether a tenant's role opens it, for the tenant itself.</summary>
    public bool Allows(string role) => Permission is "" || (Place != "platform" && Roles.OfTenants[role].Contains(Permission!));

    public override string ToString() => $"{Method} {Path}";
}
