using LlmGateway.Inference;
using LlmGateway.Inference.Engine;
using LlmGateway.Inference.Workers;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace LlmGateway.Grains.Replicas;

internal sealed partial class EngineFactory(IOptions<ReplicaOptions> options, ILogger<EngineFactory> logger, TimeProvider time) : IEngineFactory
{
    public async Task<IInferenceEngine> LoadAsync(EngineOptions engine, CancellationToken cancellationToken)
    {
        engine = engine with { JournalFolder = options.Value.JournalFolder };
        if (options.Value.Isolation == ReplicaIsolation.InProcess)
        {
            // Off the grain's turn: loading blocks its thread.
            return await Task.Run(() => LlamaEngine.LoadAsync(engine, Log, time), cancellationToken);
        }

        var worker = new WorkerOptions
        {
            Priority = options.Value.WorkerPriority,
            VisibleGpus = options.Value.VisibleGpus,
            LoadTimeout = options.Value.LoadTimeout,
        };
        return await Task.Run(() => WorkerEngine.LoadAsync(engine, worker, Log, cancellationToken), cancellationToken);
    }

    private void Log(EngineLogLevel level, string line) =>
        LogLine(level switch { EngineLogLevel.Error => LogLevel.Error, EngineLogLevel.Warning => LogLevel.Warning, _ => LogLevel.Debug }, line);

    [LoggerMessage("llama.cpp: {Line}")]
    private partial void LogLine(LogLevel level, string line);
}
