using LlmGateway.Grains.Replicas;

namespace LlmGateway.Grains.Models;

[GrainType("model"), KeepAlive]
internal sealed class ModelGrain([PersistentState("model")] IPersistentState<ModelState> state, TimeProvider time) : Grain, IModelGrain, IRemindable
{
    private const string Upkeep = "upkeep";
    private static readonly TimeSpan UpkeepPeriod = TimeSpan.FromMinutes(1); // The shortest that Orleans allows.
    private readonly Dictionary<string, ReplicaStatus> _replicas = [];
    private long _revision;

    private string Name => GrainKeys.NameOf(this.GetPrimaryKeyString());

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _revision = time.GetUtcNow().ToUnixTimeMilliseconds(); // Above all that an earlier activation gave.
        return Task.CompletedTask;
    }

    public async Task DeployAsync(ModelDeployment deployment, CancellationToken cancellationToken)
    {
        var previous = state.State.Deployment;
        if (previous != deployment)
        {
            state.State.Deployment = deployment;
            state.State.DeployedAt = previous?.Version == deployment.Version ? state.State.DeployedAt : time.GetUtcNow();
            await state.WriteStateAsync(cancellationToken);
            await StopReplicasAsync(previous, cancellationToken);
        }

        // The reminder brings replicas back that were lost with their silo, also when nobody asks for the model.
        await this.RegisterOrUpdateReminder(Upkeep, UpkeepPeriod, UpkeepPeriod, cancellationToken);
        await ReconcileAsync(cancellationToken);
    }

    public async Task UndeployAsync(CancellationToken cancellationToken)
    {
        var previous = state.State.Deployment;
        state.State.Deployment = null;
        await state.WriteStateAsync(cancellationToken);
        if (await this.GetReminder(Upkeep, cancellationToken) is { } reminder)
        {
            await this.UnregisterReminder(reminder, cancellationToken);
        }

        await StopReplicasAsync(previous, cancellationToken);
        await Catalog.WithdrawAsync(Name, cancellationToken);
    }

    public async Task ReconcileAsync(CancellationToken cancellationToken)
    {
        if (state.State.Deployment is not { } deployment)
        {
            return;
        }

        var settings = new ReplicaSettings(deployment.Name, deployment.Path, deployment.Engine);
        foreach (var id in ReplicaIds(deployment))
        {
            Take(await GrainFactory.GetGrain<IModelReplicaGrain>(id).StartAsync(settings, cancellationToken));
        }

        await PublishAsync(cancellationToken);
    }

    public async Task ReportAsync(ReplicaStatus status, CancellationToken cancellationToken)
    {
        if (state.State.Deployment is { } deployment && ReplicaIds(deployment).Contains(status.Id))
        {
            Take(status);
            await PublishAsync(cancellationToken);
        }
    }

    public Task<ModelDeployment?> GetDeploymentAsync(CancellationToken cancellationToken) => Task.FromResult(state.State.Deployment);

    public Task ReceiveReminder(string reminderName, TickStatus status) => ReconcileAsync(CancellationToken.None);

    private IModelCatalogGrain Catalog => GrainFactory.GetModelCatalog();

    // The answer to a start may arrive after the report that the replica is ready.
    private void Take(ReplicaStatus status)
    {
        if (!_replicas.TryGetValue(status.Id, out var known) || known.Revision <= status.Revision)
        {
            _replicas[status.Id] = status;
        }
    }

    private Task PublishAsync(CancellationToken cancellationToken) => state.State.Deployment is { } deployment
        ? Catalog.PublishAsync(
            new ModelRoute
            {
                Name = deployment.Name,
                Version = deployment.Version,
                DeployedAt = state.State.DeployedAt,
                Revision = ++_revision,
                Replicas = [.. ReplicaIds(deployment).Select(id => _replicas.GetValueOrDefault(id) ?? new ReplicaStatus { Id = id })],
            },
            cancellationToken)
        : Task.CompletedTask;

    private async Task StopReplicasAsync(ModelDeployment? deployment, CancellationToken cancellationToken)
    {
        _replicas.Clear();
        await Task.WhenAll(ReplicaIds(deployment).Select(id => GrainFactory.GetGrain<IModelReplicaGrain>(id).StopAsync(cancellationToken)));
    }

    private static IEnumerable<string> ReplicaIds(ModelDeployment? deployment) =>
        Enumerable.Range(0, deployment?.Replicas ?? 0).Select(ordinal => $"{deployment!.Name}@{deployment.Version}/{ordinal}");
}
