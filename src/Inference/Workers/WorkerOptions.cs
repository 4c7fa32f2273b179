using System.Diagnostics;

namespace LlmGateway.Inference.Workers;

/// <summary>How a worker process is started and bounded.</summary>
public sealed record WorkerOptions
{
    /// <summary>The worker's program. Default: <c>LlmGateway.Inference.Worker</c> beside this program.</summary>
    public string Program { get; init; } =
        Path.Combine(AppContext.BaseDirectory, OperatingSystem.IsWindows() ? "LlmGateway.Inference.Worker.exe" : "LlmGateway.Inference.Worker");

    /// <summary>Priority of the process. Default: normal.</summary>
    public ProcessPriorityClass Priority { get; init; } = ProcessPriorityClass.Normal;

    /// <summary>GPUs that the worker may see, as <c>CUDA_VISIBLE_DEVICES</c>. Default: all.</summary>
    public string? VisibleGpus { get; init; }

    /// <summary>How long loading may take. Default: 10 minutes.</summary>
    public TimeSpan LoadTimeout { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>How long the worker may take to end an answer that was cancelled; then the request counts as lost. Default: 10 seconds.</summary>
    public TimeSpan CancelTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long the worker may take to free its model when asked to end; then it is killed. Default: 5 seconds.</summary>
    public TimeSpan StopTimeout { get; init; } = TimeSpan.FromSeconds(5);
}
