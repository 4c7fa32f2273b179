using System.Data.Common;
using LlmGateway.Grains.Access;
using LlmGateway.Grains.Keys;
using LlmGateway.Grains.Prices;
using LlmGateway.Grains.RateLimits;
using LlmGateway.Grains.Tenants;
using LlmGateway.Grains.Users;

namespace LlmGateway.Grains;

/// <summary>
/// What a call does whose grain could not be stored: it fails with an exception that every silo knows, and the grain forgets what it has in memory,
/// which is then ahead of what is stored.
/// </summary>
internal sealed class StorageFaults : IIncomingGrainCallFilter
{
    public async Task Invoke(IIncomingGrainCallContext context)
    {
        try
        {
            await context.Invoke();
        }
        catch (Exception e) when (Cause(e) is { } cause)
        {
            // Others hold what is not stored at all, such as routes and loaded models, and write their state whole the next time.
            if (context.Grain is TenantGrain or ApiKeyGrain or KeySecretGrain or PriceBookGrain or RateLimitGrain or AccessGrain or UserGrain)
            {
                ((IGrainBase)context.Grain).DeactivateOnIdle();
            }

            throw new StorageUnavailableException(cause.Message);
        }
    }

    private static DbException? Cause(Exception? e)
    {
        while (e is not null and not DbException)
        {
            e = e.InnerException;
        }

        return (DbException?)e;
    }
}
