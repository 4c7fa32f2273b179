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
    IOptions<GatewayOptions> options) : IHostedService
{
    private const string DefaultTenant = "default";

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await books.RecoverAsync(cancellationToken);

        // Then models: their workers load while the database's first query is being compiled.
        var catalog = grains.GetModelCatalog();
        await catalog.ApplyConfigurationAsync(ConfiguredModels.From(options.Value), cancellationToken);
        await using (await database.LockAsync("bootstrap", cancellationToken))
        {
            await dataKeys.RewrapAsync(cancellationToken);
            await EnsureDefaultTenantAsync(cancellationToken);
        }

        // The catalogue tells active silos of every change from now on; what it told before this silo was one of them is fetched once.
        routes.Use(await catalog.GetRoutesAsync(cancellationToken));
        prices.Use(await grains.GetPriceBook().GetAsync());
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

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
