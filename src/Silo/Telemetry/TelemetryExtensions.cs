using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;

namespace LlmGateway.Silo.Telemetry;

/// <summary>Metrics for Prometheus at <c>/metrics</c>.</summary>
internal static class TelemetryExtensions
{
    // Chat answers take from milliseconds to minutes: the buckets of OpenTelemetry's conventions for generative AI.
    private static readonly double[] Seconds = [0.01, 0.02, 0.04, 0.08, 0.16, 0.32, 0.64, 1.28, 2.56, 5.12, 10.24, 20.48, 40.96, 81.92];
    private static readonly double[] FirstToken = [0.001, 0.005, 0.01, 0.02, 0.04, 0.06, 0.08, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10];
    private static readonly double[] PerToken = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.15, 0.2, 0.3, 0.4, 0.5, 0.75, 1, 2.5];
    private static readonly double[] Tokens = [1, 4, 16, 64, 256, 1024, 4096, 16384, 65536, 262144, 1048576, 4194304, 16777216, 67108864];

    public static IServiceCollection AddGatewayTelemetry(this IServiceCollection services)
    {
        services.AddSingleton<InferenceMetrics>();
        services.AddOpenTelemetry().ConfigureResource(resource => resource.AddService("llmgateway")).WithMetrics(metrics => metrics
            .AddMeter(InferenceMetrics.MeterName)
            .AddAspNetCoreInstrumentation()
            .AddRuntimeInstrumentation()
            .AddView("gen_ai.server.request.duration", new ExplicitBucketHistogramConfiguration { Boundaries = Seconds })
            .AddView("gen_ai.server.time_to_first_token", new ExplicitBucketHistogramConfiguration { Boundaries = FirstToken })
            .AddView("gen_ai.server.time_per_output_token", new ExplicitBucketHistogramConfiguration { Boundaries = PerToken })
            .AddView("gen_ai.client.token.usage", new ExplicitBucketHistogramConfiguration { Boundaries = Tokens })
            .AddPrometheusExporter());
        return services;
    }
}
