using LlmGateway.Inference;
using LlmGateway.Inference.Engine;
using LlmGateway.Inference.Workers;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace LlmGateway.Grains.Replicas;

internal sealed class EngineFactory(IOptions<ReplicaOptions> options, ILoggerFactory loggers, TimeProvider time) : IEngineFactory
{
    public async Task<IInferenceEngine> LoadAsync(EngineOptions engine, CancellationToken cancellationToken)
    {
        var logger = loggers.CreateLogger("LlmGateway.Inference");
        if (options.Value.Isolation == ReplicaIsolation.InProcess)
        {
            // Off the grain's turn: loading blocks its thread.
            return await Task.Run(() => LlamaEngine.LoadAsync(engine, logger, time), cancellationToken);
        }

        var worker = new WorkerOptions
        {
            Priority = options.Value.WorkerPriority,
            VisibleGpus = options.Value.VisibleGpus,
            LoadTimeout = options.Value.LoadTimeout,
        };
        return await Task.Run(() => WorkerEngine.LoadAsync(engine, worker, logger, cancellationToken), cancellationToken);
    }
}
