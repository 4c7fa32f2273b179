using System.Collections.Immutable;
using LlmGateway.Grains.Upstreams;

namespace LlmGateway.Grains.Models;

/// <summary>All models of the cluster; its one key is 0. Publishes the route table to every silo.</summary>
[Alias("llmgw.IModelCatalogGrain")]
public interface IModelCatalogGrain : IGrainWithIntegerKey
{
    /// <summary>Deploys what the configuration names, takes back what it named earlier and no longer does, and wakes all other models.</summary>
    [Alias("ApplyConfiguration")]
    Task ApplyConfigurationAsync(ImmutableArray<ModelDeployment> configured, CancellationToken cancellationToken = default);

    /// <summary>Looks after all models anew, as after the loss of a silo: replicas that were on it start elsewhere.</summary>
    [Alias("Reconcile")]
    Task ReconcileAsync(CancellationToken cancellationToken = default);

    /// <summary>The route table as it is now.</summary>
    [Alias("GetRoutes")]
    Task<RouteTable> GetRoutesAsync(CancellationToken cancellationToken = default);

    /// <summary>A model's replicas changed. Returns when every living silo has the new table.</summary>
    [Alias("Publish")]
    Task PublishAsync(ModelRoute route, CancellationToken cancellationToken = default);

    /// <summary>Makes an upstream known, in place of one with the same name. Returns when every living silo routes by it.</summary>
    [Alias("SetUpstream")]
    Task SetUpstreamAsync(Upstream upstream, CancellationToken cancellationToken = default);

    /// <summary>Forgets an upstream.</summary>
    /// <returns>False if there is none of this name.</returns>
    [Alias("RemoveUpstream")]
    Task<bool> RemoveUpstreamAsync(string name, CancellationToken cancellationToken = default);

    /// <summary>All upstreams by name.</summary>
    [Alias("GetUpstreams")]
    Task<ImmutableArray<Upstream>> GetUpstreamsAsync(CancellationToken cancellationToken = default);

    /// <summary>A model is no longer served.</summary>
    [Alias("Withdraw")]
    Task WithdrawAsync(string model, CancellationToken cancellationToken = default);
}
