using System.Globalization;
using Serilog;
using Serilog.Events;
using Serilog.Formatting.Compact;

namespace LlmGateway.Silo.Hosting;

/// <summary>Logs: readable on the console, compact JSON by day in the data directory.</summary>
internal static class LoggingExtensions
{
    private const string ConsoleTemplate = "{Timestamp:HH:mm:ss} {Level:u3} {SourceContext}: {Message:lj}{NewLine}{Exception}";
    private const string HostFailure = "Hosting failed to start";
    private const int KeptDays = 14;

    public static void AddGatewayLogging(this WebApplicationBuilder builder, DataDirectory data) =>
        builder.Services.AddSerilog(log => log
            .MinimumLevel.Information()
            // Frameworks speak up when something is wrong; requests are the request log's business, and Orleans' start-up is long.
            .MinimumLevel.Override("Microsoft", LogEventLevel.Warning)
            .MinimumLevel.Override("Orleans", LogEventLevel.Warning)
            // It tells every request to the OAuth endpoints with its parameters.
            .MinimumLevel.Override("OpenIddict", LogEventLevel.Warning)
            .MinimumLevel.Override("Polly", LogEventLevel.Warning)
            .MinimumLevel.Override("LlmGateway.Grains.Silos.SiloUpdates", LogEventLevel.Warning)
            // Orleans 10.4 takes the machine's uptime for a stall once at start.
            .MinimumLevel.Override("Orleans.Runtime.Watchdog", LogEventLevel.Error)
            // The keys lie in the data directory, which is the operator's alone.
            .MinimumLevel.Override("Microsoft.AspNetCore.DataProtection.KeyManagement.XmlKeyManager", LogEventLevel.Error)
            // Program says in one line why the silo can't start, or shows the trace where it does not know.
            .Filter.ByExcluding(entry => entry.MessageTemplate.Text == HostFailure)
            .ReadFrom.Configuration(builder.Configuration)
            .Enrich.FromLogContext()
            .WriteTo.Console(outputTemplate: ConsoleTemplate, formatProvider: CultureInfo.InvariantCulture)
            .WriteTo.File(new CompactJsonFormatter(), data.LogFile, rollingInterval: RollingInterval.Day, retainedFileCountLimit: KeptDays));
}
