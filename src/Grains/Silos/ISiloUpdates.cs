using LlmGateway.Grains.Models;
using Orleans.Services;

namespace LlmGateway.Grains.Silos;

/// <summary>What a silo is told as soon as it changes, instead of asking on every request. One service on each silo.</summary>
[Alias("llmgw.ISiloUpdates")]
public interface ISiloUpdates : IGrainService
{
    /// <summary>Drops what the silo knows of a key. It does so before the call returns.</summary>
    [Alias("ForgetKey")]
    Task ForgetKeyAsync(string hash);

    /// <summary>Routes by this table from now on, unless the silo has a newer one.</summary>
    [Alias("UseRoutes")]
    Task UseRoutesAsync(RouteTable routes);
}
