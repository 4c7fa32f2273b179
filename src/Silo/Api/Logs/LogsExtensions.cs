using LlmGateway.Storage;

namespace LlmGateway.Silo.Api.Logs;

/// <summary>Registers the request log.</summary>
internal static class LogsExtensions
{
    private const int DefaultDays = 30;

    public static IServiceCollection AddRequestLog(this IServiceCollection services)
    {
        services.AddSingleton<LogRetentionDays>((_, _) => ValueTask.FromResult(DefaultDays));
        services.AddSingleton<LogCleaner>();
        services.AddSingleton<LogSealing>();
        services.AddHostedService<LogCleaning>();
        return services;
    }
}
