using System.Collections.Immutable;

namespace LlmGateway.Grains.Models;

/// <summary>All models of the cluster; its one key is 0. Publishes the route table to every silo.</summary>
[Alias("llmgw.IModelCatalogGrain")]
public interface IModelCatalogGrain : IGrainWithIntegerKey
{
    /// <summary>Deploys what the configuration names, takes back what it named earlier and no longer does, and wakes all other models.</summary>
    [Alias("ApplyConfiguration")]
    Task ApplyConfigurationAsync(ImmutableArray<ModelDeployment> configured, CancellationToken cancellationToken = default);

    /// <summary>The route table as it is now.</summary>
    [Alias("GetRoutes")]
    Task<RouteTable> GetRoutesAsync(CancellationToken cancellationToken = default);

    /// <summary>A model's replicas changed. Returns when every living silo has the new table.</summary>
    [Alias("Publish")]
    Task PublishAsync(ModelRoute route, CancellationToken cancellationToken = default);

    /// <summary>A model is no longer served.</summary>
    [Alias("Withdraw")]
    Task WithdrawAsync(string model, CancellationToken cancellationToken = default);
}
