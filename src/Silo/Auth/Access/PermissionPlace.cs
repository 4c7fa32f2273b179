namespace LlmGateway.Silo.Auth.Access;

/// <summary>Where a permission is needed.</summary>
internal enum PermissionPlace
{
    /// <summary>In the whole gateway.</summary>
    Platform,

    /// <summary>In the tenant that the address names.</summary>
    Tenant,

    /// <summary>In the tenant that the query parameter <c>tenant</c> names; without it, in the whole gateway.</summary>
    TenantOfQuery,

    /// <summary>In the tenant of the API key or token.</summary>
    TenantOfKey,

    /// <summary>Nowhere: whoever is signed in may.</summary>
    Anywhere,
}
