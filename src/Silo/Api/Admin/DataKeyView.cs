namespace LlmGateway.Silo.Api.Admin;

/// <summary>The key that a tenant's data is sealed under; the key itself is shown nowhere.</summary>
/// <param name="Object">Always <c>data_key</c>.</param>
/// <param name="Tenant">The tenant.</param>
/// <param name="Version">The version that seals from now on.</param>
public sealed record DataKeyView(string Object, string Tenant, int Version);
