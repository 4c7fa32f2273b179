namespace LlmGateway.Silo.Auth.Access;

/// <summary>Metadata of an endpoint: what its caller must be allowed to do.</summary>
/// <param name="Permission">One of <see cref="LlmGateway.Grains.Access.Permissions"/>.</param>
/// <param name="Place">Where the caller must be allowed to.</param>
internal sealed record RequiredPermission(string Permission, PermissionPlace Place);
