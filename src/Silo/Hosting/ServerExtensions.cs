using LlmGateway.Storage;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Options;

namespace LlmGateway.Silo.Hosting;

/// <summary>Kestrel and the host's life.</summary>
internal static class ServerExtensions
{
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(5);

    public static void AddGatewayServer(this WebApplicationBuilder builder, ServerCertificate certificate)
    {
        builder.Services.AddSingleton(certificate);
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
            Limit(kestrel.Limits, kestrel.ApplicationServices.GetRequiredService<IOptions<GatewayOptions>>().Value);
            kestrel.ConfigureHttpsDefaults(certificate.Apply);
        });

        // When the silo is told to stop, Kestrel takes no new connections and waits this long for open answers; Orleans stops after it.
        builder.Services.AddSingleton<DrainDeadline>();
        builder.Services.AddOptions<HostOptions>().Configure<IOptions<GatewayOptions>>((host, gateway) => host.ShutdownTimeout = gateway.Value.DrainTimeout);
    }

    private static void Limit(KestrelServerLimits limits, GatewayOptions options)
    {
        limits.MaxRequestBodySize = options.MaxBodyBytes;
        limits.MaxRequestHeadersTotalSize = options.MaxHeaderBytes;
        limits.MaxRequestHeaderCount = options.MaxHeaders;
        limits.MaxRequestLineSize = options.MaxRequestLineBytes;
        limits.RequestHeadersTimeout = options.HeadersTimeout;
        limits.KeepAliveTimeout = options.KeepAliveTimeout;
        limits.MaxConcurrentConnections = options.MaxConnections == 0 ? null : options.MaxConnections;
        limits.MaxConcurrentUpgradedConnections = limits.MaxConcurrentConnections;

        // Of an answer, only what waits to be taken is timed: a stream without news costs its client nothing, one that nobody reads is cut off and its buffers freed.
        var pace = options.MinBytesPerSecond == 0 ? null : new MinDataRate(options.MinBytesPerSecond, Grace);
        (limits.MinRequestBodyDataRate, limits.MinResponseDataRate) = (pace, pace);
    }
}
