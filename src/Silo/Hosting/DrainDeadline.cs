using Microsoft.Extensions.Options;

namespace LlmGateway.Silo.Hosting;

/// <summary>The moment, once the silo was told to stop, when an answer that still runs must end, so that its client hears why before the connection closes.</summary>
internal sealed class DrainDeadline : IDisposable
{
    private static readonly TimeSpan Farewell = TimeSpan.FromSeconds(1);
    private readonly CancellationTokenSource _source;
    private readonly CancellationTokenRegistration _registration;

    public DrainDeadline(IHostApplicationLifetime lifetime, IOptions<GatewayOptions> options, TimeProvider time)
    {
        _source = new CancellationTokenSource(Timeout.InfiniteTimeSpan, time);
        var drain = options.Value.DrainTimeout;
        var grace = drain > 2 * Farewell ? drain - Farewell : drain / 2;
        _registration = lifetime.ApplicationStopping.Register(() => _source.CancelAfter(grace));
    }

    /// <summary>Cancelled at that moment.</summary>
    public CancellationToken Token => _source.Token;

    public void Dispose()
    {
        _registration.Dispose();
        _source.Dispose();
    }
}
