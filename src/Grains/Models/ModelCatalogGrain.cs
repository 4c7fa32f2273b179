using System.Collections.Immutable;
using LlmGateway.Grains.Silos;
using LlmGateway.Grains.Upstreams;
using Orleans.Concurrency;

namespace LlmGateway.Grains.Models;

// Reentrant, since models report to it while it deploys them. Every change of the table is one step without an await,
// and writes of the state go one after the other.
[GrainType("model-catalog"), Reentrant, KeepAlive]
internal sealed class ModelCatalogGrain([PersistentState("catalog")] IPersistentState<ModelCatalogState> state, SiloBroadcast silos, TimeProvider time)
    : Grain, IModelCatalogGrain
{
    private readonly Dictionary<string, ModelRoute> _deployed = new(StringComparer.Ordinal);
    private RouteTable _routes = RouteTable.Empty;
    private Task _write = Task.CompletedTask;

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        // Revisions start at the clock, so that a table made after a restart is newer than any before it.
        _routes = _routes with { Revision = time.GetUtcNow().ToUnixTimeMilliseconds() };
        Advance();
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

    public Task ReconcileAsync(CancellationToken cancellationToken) =>
        Task.WhenAll(state.State.Deployed.ToList().Select(name => GrainFactory.GetModel(name).ReconcileAsync(cancellationToken)));

    public Task<RouteTable> GetRoutesAsync(CancellationToken cancellationToken) => Task.FromResult(_routes);

    public async Task PublishAsync(ModelRoute route, CancellationToken cancellationToken)
    {
        if (_deployed.GetValueOrDefault(route.Name)?.Revision > route.Revision)
        {
            return; // A newer one overtook it.
        }

        var isNew = state.State.Deployed.Add(route.Name);
        _deployed[route.Name] = route;
        var routes = Advance();
        if (isNew)
        {
            await SaveAsync();
        }

        await silos.TellAllAsync(silo => silo.UseRoutesAsync(routes), cancellationToken);
    }

    public async Task WithdrawAsync(string model, CancellationToken cancellationToken)
    {
        _deployed.Remove(model);
        var routes = Advance();
        if (state.State.Deployed.Remove(model))
        {
            await SaveAsync();
        }

        await silos.TellAllAsync(silo => silo.UseRoutesAsync(routes), cancellationToken);
    }

    public async Task SetUpstreamAsync(Upstream upstream, CancellationToken cancellationToken)
    {
        state.State.Upstreams[upstream.Name] = upstream;
        var routes = Advance();
        await SaveAsync();
        await silos.TellAllAsync(silo => silo.UseRoutesAsync(routes), cancellationToken);
    }

    public async Task<bool> RemoveUpstreamAsync(string name, CancellationToken cancellationToken)
    {
        if (!state.State.Upstreams.Remove(name))
        {
            return false;
        }

        var routes = Advance();
        await SaveAsync();
        await silos.TellAllAsync(silo => silo.UseRoutesAsync(routes), cancellationToken);
        return true;
    }

    public Task<ImmutableArray<Upstream>> GetUpstreamsAsync(CancellationToken cancellationToken) =>
        Task.FromResult<ImmutableArray<Upstream>>([.. state.State.Upstreams.Values.OrderBy(upstream => upstream.Name, StringComparer.Ordinal)]);

    private Task SaveAsync()
    {
        return _write = WriteAfterAsync(_write);

        async Task WriteAfterAsync(Task earlier)
        {
            await earlier.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
            await state.WriteStateAsync();
        }
    }

    private RouteTable Advance()
    {
        var models = _deployed.ToImmutableDictionary();
        foreach (var upstream in state.State.Upstreams.Values.OrderBy(upstream => upstream.Name, StringComparer.Ordinal))
        {
            foreach (var model in upstream.Models.Keys)
            {
                var route = models.GetValueOrDefault(model) ?? new ModelRoute { Name = model, Version = upstream.Name, DeployedAt = upstream.CreatedAt };
                models = models.SetItem(model, route with { Upstreams = route.Upstreams.Add(upstream) });
            }
        }

        return _routes = new RouteTable(_routes.Revision + 1, models);
    }
}
