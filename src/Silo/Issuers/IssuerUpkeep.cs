using LlmGateway.Storage;

namespace LlmGateway.Silo.Issuers;

/// <summary>After a start: takes the roles that issuers gave who are no longer in the settings.</summary>
internal sealed partial class IssuerUpkeep(TrustedIssuers issuers, UserLinks links, IssuerRoles roles, ILogger<IssuerUpkeep> logger) : BackgroundService
{
    private const int Rows = 100;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            var known = issuers.All.Select(issuer => issuer.Address).ToList();
            while (await links.WithRolesOfOthersAsync(known, Rows, stoppingToken) is { Count: > 0 } gone)
            {
                foreach (var link in gone)
                {
                    await roles.RemoveAsync(link);
                    LogRemoved(link.UserId, link.Issuer);
                }
            }
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            LogFailure(e);
        }
    }

    [LoggerMessage(LogLevel.Information, "The roles of {UserId} that {Issuer} gave were taken: it is not among the configured issuers")]
    private partial void LogRemoved(string userId, string issuer);

    [LoggerMessage(LogLevel.Error, "Roles of issuers that are not configured any more could not be taken; that is tried again at the next start")]
    private partial void LogFailure(Exception exception);
}
