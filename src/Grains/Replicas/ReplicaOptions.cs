using System.ComponentModel.DataAnnotations;
using System.Diagnostics;

namespace LlmGateway.Grains.Replicas;

/// <summary>How this silo runs model replicas. Section <c>LLMGW:Replicas</c>.</summary>
public sealed class ReplicaOptions
{
    /// <summary>Where engines run. Default: a worker process each.</summary>
    public ReplicaIsolation Isolation { get; set; } = ReplicaIsolation.Worker;

    /// <summary>Priority of worker processes. Default: normal.</summary>
    public ProcessPriorityClass WorkerPriority { get; set; } = ProcessPriorityClass.Normal;

    /// <summary>GPUs that workers may see, as <c>CUDA_VISIBLE_DEVICES</c>. Default: all.</summary>
    public string? VisibleGpus { get; set; }

    /// <summary>How long loading a model may take. 1 second to 1 day; default 10 minutes.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan LoadTimeout { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>Longest pause before a lost worker is started again; the first try is at once, then pauses double from 0.5 s. Default 30 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.5", "01:00:00")]
    public TimeSpan MaxRestartPause { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Folder where engines write down what each request has cost, read by <see cref="Inference.Journal.EngineJournal"/>. Default: none, nothing is written.</summary>
    public string? JournalFolder { get; set; }
}
