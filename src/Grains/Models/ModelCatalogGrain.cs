using System.Collections.Immutable;
using LlmGateway.Grains.Silos;
using Orleans.Concurrency;

namespace LlmGateway.Grains.Models;

// Reentrant, since models report to it while it deploys them. Every change of the table is one step without an await,
// and writes of the state go one after the other.
[GrainType("model-catalog"), Reentrant, KeepAlive]
internal sealed class ModelCatalogGrain([PersistentState("catalog")] IPersistentState<ModelCatalogState> state, SiloBroadcast silos, TimeProvider time)
    : Grain, IModelCatalogGrain
{
    private RouteTable _routes = RouteTable.Empty;
    private Task _write = Task.CompletedTask;

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        // Revisions start at the clock, so that a table made after a restart is newer than any before it.
        _routes = _routes with { Revision = time.GetUtcNow().ToUnixTimeMilliseconds() };
        return Task.CompletedTask;
    }

    public async Task ApplyConfigurationAsync(ImmutableArray<ModelDeployment> configured, CancellationToken cancellationToken)
    {
        var names = configured.Select(deployment => deployment.Name).ToHashSet(StringComparer.Ordinal);
        var dropped = state.State.Configured.Except(names).ToList();
        state.State.Deployed.ExceptWith(dropped);
        state.State.Deployed.UnionWith(names);
        state.State.Configured.Clear();
        state.State.Configured.UnionWith(names);
        await SaveAsync();

        await Task.WhenAll(dropped.Select(name => GrainFactory.GetModel(name).UndeployAsync(cancellationToken)));
        await Task.WhenAll(configured.Select(deployment => GrainFactory.GetModel(deployment.Name).DeployAsync(deployment, cancellationToken)));
        await Task.WhenAll(state.State.Deployed.Except(names).Select(name => GrainFactory.GetModel(name).ReconcileAsync(cancellationToken)));
    }

    public Task<RouteTable> GetRoutesAsync(CancellationToken cancellationToken) => Task.FromResult(_routes);

    public async Task PublishAsync(ModelRoute route, CancellationToken cancellationToken)
    {
        if (_routes.Models.GetValueOrDefault(route.Name)?.Revision > route.Revision)
        {
            return; // A newer one overtook it.
        }

        var isNew = state.State.Deployed.Add(route.Name);
        var routes = Advance(_routes.Models.SetItem(route.Name, route));
        if (isNew)
        {
            await SaveAsync();
        }

        await silos.TellAllAsync(silo => silo.UseRoutesAsync(routes), cancellationToken);
    }

    public async Task WithdrawAsync(string model, CancellationToken cancellationToken)
    {
        var routes = Advance(_routes.Models.Remove(model));
        if (state.State.Deployed.Remove(model))
        {
            await SaveAsync();
        }

        await silos.TellAllAsync(silo => silo.UseRoutesAsync(routes), cancellationToken);
    }

    private Task SaveAsync()
    {
        return _write = WriteAfterAsync(_write);

        async Task WriteAfterAsync(Task earlier)
        {
            await earlier.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
            await state.WriteStateAsync();
        }
    }

    private RouteTable Advance(ImmutableDictionary<string, ModelRoute> models) => _routes = new RouteTable(_routes.Revision + 1, models);
}
