namespace LlmGateway.Inference;

/// <summary>How serious a line of an engine's log is.</summary>
public enum EngineLogLevel
{
    /// <summary>Progress and facts.</summary>
    Debug,

    /// <summary>Something is not as it should be.</summary>
    Warning,

    /// <summary>Something failed.</summary>
    Error,
}
