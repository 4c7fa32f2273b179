namespace LlmGateway.Inference.Journal;

/// <summary>Why a request ended.</summary>
public enum JournalReason
{
    /// <summary>As <see cref="FinishReason.Stop"/>.</summary>
    Stop = 0,

    /// <summary>As <see cref="FinishReason.Length"/>.</summary>
    Length = 1,

    /// <summary>As <see cref="FinishReason.Cancelled"/>; also when its silo was lost.</summary>
    Cancelled = 2,

    /// <summary>The engine failed or was unloaded after it had begun to compute.</summary>
    Failed = 3,

    /// <summary>All embeddings were computed.</summary>
    Done = 4,
}
