using LlmGateway.Grains.Keys;
using LlmGateway.Grains.Models;
using Microsoft.Extensions.Logging;

namespace LlmGateway.Grains.Silos;

internal sealed class SiloUpdates(GrainId id, Silo silo, ILoggerFactory loggers, ApiKeyCache keys, SiloRoutes siloRoutes)
    : GrainService(id, silo, loggers), ISiloUpdates
{
    public Task ForgetKeyAsync(string hash)
    {
        keys.Forget(hash);
        return Task.CompletedTask;
    }

    public Task UseRoutesAsync(RouteTable routes)
    {
        siloRoutes.Use(routes);
        return Task.CompletedTask;
    }
}
