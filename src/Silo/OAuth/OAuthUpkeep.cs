using LlmGateway.Storage;
using OpenIddict.Abstractions;

namespace LlmGateway.Silo.OAuth;

/// <summary>Every hour: makes keys whose turn comes soon, and removes tokens and authorizations that have been over for two weeks.</summary>
internal sealed partial class OAuthUpkeep(OAuthKeys keys, GatewayDatabase database, IServiceScopeFactory scopes, TimeProvider time, ILogger<OAuthUpkeep> logger) : BackgroundService
{
    private static readonly TimeSpan Period = TimeSpan.FromHours(1);

    // As long as a refresh token lives, so that one that comes a second time is still known.
    private static readonly TimeSpan Kept = OAuthLifetimes.RefreshToken;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using PeriodicTimer timer = new(Period, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                keys.Roll();
                await using var turn = await database.TryLockAsync("oauth-upkeep", stoppingToken);
                if (turn is null)
                {
                    continue; // Another silo is at it.
                }

                await using var scope = scopes.CreateAsyncScope();
                var before = time.GetUtcNow() - Kept;
                await scope.ServiceProvider.GetRequiredService<IOpenIddictTokenManager>().PruneAsync(before, stoppingToken);
                await scope.ServiceProvider.GetRequiredService<IOpenIddictAuthorizationManager>().PruneAsync(before, stoppingToken);
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                LogFailure(e);
            }
        }
    }

    [LoggerMessage(LogLevel.Error, "The upkeep of OAuth's keys and tokens failed; it is tried again in an hour")]
    private partial void LogFailure(Exception exception);
}
