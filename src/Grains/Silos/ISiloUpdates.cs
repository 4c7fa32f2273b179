using System.Collections.Immutable;
using LlmGateway.Grains.Access;
using LlmGateway.Grains.Models;
using LlmGateway.Grains.Prices;
using LlmGateway.Grains.RateLimits;
using Orleans.Services;

namespace LlmGateway.Grains.Silos;

/// <summary>What a silo is told as soon as it changes, instead of asking on every request; and what others ask it. One service on each silo.</summary>
[Alias("llmgw.ISiloUpdates")]
public interface ISiloUpdates : IGrainService
{
    /// <summary>Drops what the silo knows of a key. It does so before the call returns.</summary>
    /// <param name="keyId">The key.</param>
    /// <param name="hashes">Hashes of its secrets.</param>
    /// <param name="ended">Whether the key's open requests end too.</param>
    [Alias("ForgetKey")]
    Task ForgetKeyAsync(string keyId, ImmutableArray<string> hashes, bool ended);

    /// <summary>Drops what the silo knows of all keys of a tenant. It does so before the call returns.</summary>
    /// <param name="tenantId">The tenant.</param>
    /// <param name="ended">Whether the tenant's open requests end too.</param>
    [Alias("ForgetTenant")]
    Task ForgetTenantAsync(string tenantId, bool ended);

    /// <summary>Drops what the silo knows of a user. It does so before the call returns.</summary>
    /// <param name="userId">The user.</param>
    /// <param name="endedSessions">Sessions whose open requests end too.</param>
    [Alias("ForgetUser")]
    Task ForgetUserAsync(string userId, ImmutableArray<string> endedSessions);

    /// <summary>Drops what the silo remembers of something else. It does so before the call returns.</summary>
    /// <param name="kind">What kind of thing; see <see cref="SiloMemory"/>.</param>
    /// <param name="id">Which one.</param>
    [Alias("Forget")]
    Task ForgetAsync(string kind, string id);

    /// <summary>Routes by this table from now on, unless the silo has a newer one.</summary>
    [Alias("UseRoutes")]
    Task UseRoutesAsync(RouteTable routes);

    /// <summary>Counts with these prices from now on, unless the silo has newer ones.</summary>
    [Alias("UsePrices")]
    Task UsePricesAsync(PriceTable prices);

    /// <summary>Decides by this table from now on, unless the silo has a newer one.</summary>
    /// <param name="tenantId">The tenant; null for the platform.</param>
    /// <param name="table">The table.</param>
    [Alias("UseAccess")]
    Task UseAccessAsync(string? tenantId, AccessTable table);

    /// <summary>The requests of a tenant that the silo is answering.</summary>
    [Alias("GetOpenReservations")]
    Task<IReadOnlyList<OpenReservation>> GetOpenReservationsAsync(string tenantId);
}
