using System.Diagnostics.Metrics;
using LlmGateway.Inference;

namespace LlmGateway.Grains.Replicas;

/// <summary>How busy the engines on this silo are.</summary>
internal sealed class ReplicaMetrics
{
    /// <summary>The meter of everything that the gateway measures itself.</summary>
    private const string MeterName = "LlmGateway";

    private readonly LocalReplicas _replicas;

    public ReplicaMetrics(IMeterFactory meters, LocalReplicas replicas)
    {
        _replicas = replicas;
        var meter = meters.Create(MeterName);
        meter.CreateObservableGauge("llmgateway.replica.running", () => Measure(load => load.Running), "{sequence}", "Sequences that are being computed.");
        meter.CreateObservableGauge("llmgateway.replica.waiting", () => Measure(load => load.Waiting), "{request}", "Requests in the queue.");
        meter.CreateObservableGauge("llmgateway.replica.outstanding_tokens", () => Measure(load => load.OutstandingTokens), "{token}", "Tokens that open requests may still cost.");
    }

    private IEnumerable<Measurement<long>> Measure(Func<EngineLoad, long> value) =>
        _replicas.All.Select(replica => new Measurement<long>(value(replica.Value.Load), new KeyValuePair<string, object?>("replica", replica.Key)));
}
