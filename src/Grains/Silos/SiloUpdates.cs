using System.Collections.Immutable;
using LlmGateway.Grains.Access;
using LlmGateway.Grains.Keys;
using LlmGateway.Grains.Models;
using LlmGateway.Grains.Prices;
using LlmGateway.Grains.RateLimits;
using LlmGateway.Grains.Users;
using Microsoft.Extensions.Logging;

namespace LlmGateway.Grains.Silos;

internal sealed class SiloUpdates(
    GrainId id,
    Silo silo,
    ILoggerFactory loggers,
    ApiKeyCache keys,
    SiloUsers users,
    SiloRoutes siloRoutes,
    SiloPrices siloPrices,
    SiloAccess access,
    OpenReservations reservations,
    IEnumerable<SiloMemory> memories)
    : GrainService(id, silo, loggers), ISiloUpdates
{
    public Task ForgetKeyAsync(string keyId, ImmutableArray<string> hashes, bool ended)
    {
        keys.ForgetKey(keyId, hashes, ended);
        return Task.CompletedTask;
    }

    public Task ForgetTenantAsync(string tenantId, bool ended)
    {
        keys.ForgetTenant(tenantId, ended);
        return Task.CompletedTask;
    }

    public Task ForgetUserAsync(string userId, ImmutableArray<string> endedSessions)
    {
        users.Forget(userId, endedSessions);
        return Task.CompletedTask;
    }

    public Task ForgetAsync(string kind, string id)
    {
        foreach (var memory in memories.Where(memory => memory.Kind == kind))
        {
            memory.Forget(id);
        }

        return Task.CompletedTask;
    }

    public Task UseRoutesAsync(RouteTable routes)
    {
        siloRoutes.Use(routes);
        return Task.CompletedTask;
    }

    public Task UsePricesAsync(PriceTable prices)
    {
        siloPrices.Use(prices);
        return Task.CompletedTask;
    }

    public Task UseAccessAsync(string? tenantId, AccessTable table)
    {
        access.Use(tenantId, table);
        return Task.CompletedTask;
    }

    public Task<IReadOnlyList<OpenReservation>> GetOpenReservationsAsync(string tenantId) => Task.FromResult(reservations.Of(tenantId));
}
