using LlmGateway.Grains;
using LlmGateway.Grains.Keys;
using LlmGateway.Grains.Models;
using LlmGateway.Grains.Prices;
using LlmGateway.Grains.Tenants;
using LlmGateway.Silo.Usage;
using LlmGateway.Storage;
using Microsoft.Extensions.Options;

namespace LlmGateway.Silo.Hosting;

/// <summary>What a silo does once its grains can be called and before it takes requests: first tenant, first key, models, routes.</summary>
internal sealed class Bootstrap(
    IGrainFactory grains,
    SiloRoutes routes,
    SiloPrices prices,
    DataDirectory data,
    GatewayDatabase database,
    DataKeys dataKeys,
    EngineBooks books,
    ApiKeyDirectory keys,
    IOptions<GatewayOptions> options,
    TimeProvider time) : IHostedService
{
    private const string DefaultTenant = "default";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await books.RecoverAsync(cancellationToken);

        // Then models: their workers load while the database's first query is being compiled.
        var catalog = grains.GetModelCatalog();
        await CallAsync(() => catalog.ApplyConfigurationAsync(ConfiguredModels.From(options.Value), cancellationToken), cancellationToken);
        await using (await database.LockAsync("bootstrap", cancellationToken))
        {
            await dataKeys.RewrapAsync(cancellationToken);
            await CallAsync(() => EnsureDefaultTenantAsync(cancellationToken), cancellationToken);
        }

        // The catalogue tells active silos of every change from now on; what it told before this silo was one of them is fetched once.
        await CallAsync(async () => routes.Use(await catalog.GetRoutesAsync(cancellationToken)), cancellationToken);
        await CallAsync(async () => prices.Use(await grains.GetPriceBook().GetAsync()), cancellationToken);
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    // A grain that is called may be on a silo that is ending just now: it is elsewhere soon.
    private async Task CallAsync(Func<Task> call, CancellationToken cancellationToken)
    {
        var since = time.GetTimestamp();
        while (true)
        {
            try
            {
                await call();
                return;
            }
            catch (Exception e) when (e is SiloUnavailableException or OrleansMessageRejectionException && time.GetElapsedTime(since) < Patience)
            {
                await Task.Delay(Pause, time, cancellationToken);
            }
        }
    }

    private async Task EnsureDefaultTenantAsync(CancellationToken cancellationToken)
    {
        if (!database.IsShared && File.Exists(data.DefaultKeyFile))
        {
            return; // Written last: an earlier start did all of it.
        }

        var tenant = grains.GetTenant(DefaultTenant);
        await tenant.CreateAsync(new TenantSettings { Name = "Default" }, cancellationToken);
        if ((await keys.ListAsync(DefaultTenant, 1, cancellationToken: cancellationToken)).Items.Count == 0)
        {
            var created = await tenant.CreateKeyAsync(new ApiKeySettings { Name = "Default key" }, cancellationToken);
            DataDirectory.WriteSecret(data.DefaultKeyFile, created!.Secret);
        }
    }
}
