using LlmGateway.Storage;
using Microsoft.Extensions.Options;

namespace LlmGateway.Silo.Hosting;

/// <summary>Kestrel and the host's life.</summary>
internal static class ServerExtensions
{
    public static void AddGatewayServer(this WebApplicationBuilder builder)
    {
        builder.Services.AddOptionsWithValidateOnStart<GatewayOptions>().BindConfiguration(GatewayOptions.Section).ValidateDataAnnotations();
        builder.Services.AddOptions<LedgerOptions>().BindConfiguration("LLMGW:Ledger");
        builder.Services.AddSingleton<IValidateOptions<GatewayOptions>, GatewayOptionsValidator>();

        // Static assets of class libraries lie beside their sources until the program is published.
        builder.WebHost.UseStaticWebAssets();
        // Reloading them is for who edits them; it matches every GET, so that a wrong method would look like an unknown address.
        builder.Configuration["ReloadStaticAssetsAtRuntime"] = bool.FalseString;
        builder.WebHost.UseUrls(ListenAddresses.Urls(builder.Configuration));
        builder.WebHost.ConfigureKestrel((_, kestrel) =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = kestrel.ApplicationServices.GetRequiredService<IOptions<GatewayOptions>>().Value.MaxBodyBytes;
        });

        // When the silo is told to stop, Kestrel takes no new connections and waits this long for open answers; Orleans stops after it.
        builder.Services.AddSingleton<DrainDeadline>();
        builder.Services.AddOptions<HostOptions>().Configure<IOptions<GatewayOptions>>((host, gateway) => host.ShutdownTimeout = gateway.Value.DrainTimeout);
    }
}
