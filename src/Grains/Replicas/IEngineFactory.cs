using LlmGateway.Inference;

namespace LlmGateway.Grains.Replicas;

/// <summary>Loads models for replicas: the seam where tests put an engine of their own.</summary>
public interface IEngineFactory
{
    /// <summary>Loads a model.</summary>
    /// <exception cref="InferenceException">It can't be loaded.</exception>
    Task<IInferenceEngine> LoadAsync(EngineOptions options, CancellationToken cancellationToken = default);
}
