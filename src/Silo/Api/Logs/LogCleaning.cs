using LlmGateway.Storage;

namespace LlmGateway.Silo.Api.Logs;

/// <summary>Cleans the log shortly after the start, and every hour from then on.</summary>
internal sealed partial class LogCleaning(LogCleaner cleaner, GatewayDatabase database, TimeProvider time, ILogger<LogCleaning> logger) : BackgroundService
{
    private static readonly TimeSpan First = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Interval = TimeSpan.FromHours(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using PeriodicTimer timer = new(First, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            timer.Period = Interval;
            try
            {
                // Of several silos, one cleans.
                await using var turn = await database.TryLockAsync("log-cleaning", stoppingToken);
                if (turn is not null && await cleaner.CleanAsync(stoppingToken) is > 0 and var count)
                {
                    LogCleaned(count);
                }
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                LogFailed(e); // The next hour tries again.
            }
        }
    }

    [LoggerMessage(LogLevel.Information, "{Count} requests were deleted from the log: they were older than their tenants keep them")]
    private partial void LogCleaned(long count);

    [LoggerMessage(LogLevel.Warning, "The request log could not be cleaned")]
    private partial void LogFailed(Exception exception);
}
