using LlmGateway.Grains.Replicas;
using Orleans.Concurrency;

namespace LlmGateway.Grains.Models;

/// <summary>One model, found by <see cref="GrainKeys.GetModel"/>: its deployed version and the replicas that serve it.</summary>
[Alias("llmgw.IModelGrain")]
public interface IModelGrain : IGrainWithStringKey
{
    /// <summary>Serves a version with so many replicas, and keeps doing so over restarts.</summary>
    [Alias("Deploy")]
    Task DeployAsync(ModelDeployment deployment, CancellationToken cancellationToken = default);

    /// <summary>Stops all replicas and forgets the deployment.</summary>
    [Alias("Undeploy")]
    Task UndeployAsync(CancellationToken cancellationToken = default);

    /// <summary>Starts the replicas that are wanted and do not run.</summary>
    [Alias("Reconcile")]
    Task ReconcileAsync(CancellationToken cancellationToken = default);

    /// <summary>A replica's state changed.</summary>
    /// <remarks>Interleaves: replicas report while a deployment starts or stops them.</remarks>
    [Alias("Report"), AlwaysInterleave]
    Task ReportAsync(ReplicaStatus status, CancellationToken cancellationToken = default);

    /// <summary>The deployment, or null if the model is not deployed.</summary>
    [Alias("GetDeployment")]
    Task<ModelDeployment?> GetDeploymentAsync(CancellationToken cancellationToken = default);
}
