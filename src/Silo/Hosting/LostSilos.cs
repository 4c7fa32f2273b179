using LlmGateway.Grains;

namespace LlmGateway.Silo.Hosting;

/// <summary>Brings the replicas of a lost silo back elsewhere as soon as the cluster has given it up, without waiting for the models' next upkeep.</summary>
internal sealed partial class LostSilos(IClusterMembershipService membership, ILocalSiloDetails local, IGrainFactory grains, ILogger<LostSilos> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        HashSet<SiloAddress> living = [];
        await foreach (var snapshot in membership.MembershipUpdates.WithCancellation(stoppingToken))
        {
            var active = snapshot.Members.Values.Where(silo => silo.Status == SiloStatus.Active).Select(silo => silo.SiloAddress).ToHashSet();
            var lost = living.Where(silo => snapshot.GetSiloStatus(silo) == SiloStatus.Dead).ToList();
            living.RemoveWhere(lost.Contains);
            living.UnionWith(active);
            if (lost.Count > 0 && active.Min() is { } first && first.Equals(local.SiloAddress)) // One silo does it.
            {
                await ReconcileAsync(string.Join(", ", lost), stoppingToken);
            }
        }
    }

    private async Task ReconcileAsync(string lost, CancellationToken cancellationToken)
    {
        LogLost(lost);
        try
        {
            await grains.GetModelCatalog().ReconcileAsync(cancellationToken);
        }
        catch (Exception e) when (e is OrleansException or TimeoutException)
        {
            LogFailed(e); // The models' upkeep does it within a minute.
        }
    }

    [LoggerMessage(LogLevel.Warning, "Lost: {Silos}. Models that were there are loaded elsewhere")]
    private partial void LogLost(string silos);

    [LoggerMessage(LogLevel.Warning, "Models of a lost silo could not be looked after; they are within a minute")]
    private partial void LogFailed(Exception exception);
}
