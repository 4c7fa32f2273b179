using System.Diagnostics.Metrics;
using LlmGateway.Grains.Models;

namespace LlmGateway.Silo.Telemetry;

/// <summary>Instruments of the inference endpoints, named after OpenTelemetry's conventions for generative AI.</summary>
internal sealed class InferenceMetrics
{
    /// <summary>The meter of everything that the gateway measures itself.</summary>
    public const string MeterName = "LlmGateway";

    public InferenceMetrics(IMeterFactory meters, TimeProvider time)
    {
        Time = time;
        var meter = meters.Create(MeterName);
        Duration = meter.CreateHistogram<double>("gen_ai.server.request.duration", "s", "Time from the replica's choice to the end of the answer.");
        FirstToken = meter.CreateHistogram<double>("gen_ai.server.time_to_first_token", "s", "Time from the replica's choice to the first text.");
        PerToken = meter.CreateHistogram<double>("gen_ai.server.time_per_output_token", "s", "Time for each further token.");
        Tokens = meter.CreateHistogram<long>("gen_ai.client.token.usage", "{token}", "Tokens read and generated.");
    }

    public TimeProvider Time { get; }

    public Histogram<double> Duration { get; }

    public Histogram<double> FirstToken { get; }

    public Histogram<double> PerToken { get; }

    public Histogram<long> Tokens { get; }

    /// <summary>Starts measuring one request.</summary>
    /// <param name="operation">chat, text_completion or embeddings.</param>
    /// <param name="route">The model that answers.</param>
    public GenerationTimer Start(string operation, ModelRoute route) => new(this, operation, route.FullName);
}
