using Microsoft.Extensions.Logging;
using Orleans.Runtime.Services;

namespace LlmGateway.Grains.Silos;

/// <summary>Tells or asks every living silo something and waits until each has taken it, or is no longer living.</summary>
internal sealed partial class SiloBroadcast(IServiceProvider services, IGrainFactory grains, TimeProvider time, ILogger<SiloBroadcast> logger)
    : GrainServiceClient<ISiloUpdates>(services)
{
    private static readonly TimeSpan RetryDelay = TimeSpan.FromMilliseconds(100);

    /// <param name="tell">The call to make on each silo.</param>
    /// <param name="cancellationToken">Gives up waiting; silos that were not reached may still act on what they knew.</param>
    public async Task TellAllAsync(Func<ISiloUpdates, Task> tell, CancellationToken cancellationToken)
    {
        var hosts = await ActiveSilosAsync();
        await Task.WhenAll(hosts.Select(silo => CallAsync(silo, async updates => { await tell(updates); return true; }, cancellationToken)));
    }

    /// <summary>Asks every living silo something.</summary>
    /// <param name="ask">The call to make on each silo.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The answers of those that live.</returns>
    public async Task<IEnumerable<T>> AskAllAsync<T>(Func<ISiloUpdates, Task<T>> ask, CancellationToken cancellationToken)
        where T : class
    {
        var hosts = await ActiveSilosAsync();
        return (await Task.WhenAll(hosts.Select(silo => CallAsync(silo, ask, cancellationToken)))).OfType<T>();
    }

    private async Task<T?> CallAsync<T>(SiloAddress silo, Func<ISiloUpdates, Task<T>> call, CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                return await call(GetGrainService(silo)).WaitAsync(cancellationToken);
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                LogRetry(silo, e);
            }

            await Task.Delay(RetryDelay, time, cancellationToken);
            if (!(await ActiveSilosAsync()).Contains(silo))
            {
                return default; // It is gone, and with it what it knew.
            }
        }
    }

    private async Task<IReadOnlyCollection<SiloAddress>> ActiveSilosAsync() =>
        (await grains.GetGrain<IManagementGrain>(0).GetHosts(onlyActive: true)).Keys;

    [LoggerMessage(LogLevel.Warning, "Silo {Silo} could not be reached; trying again")]
    private partial void LogRetry(SiloAddress silo, Exception exception);
}
