namespace LlmGateway.Inference.Journal;

/// <summary>What a request asked of the engine.</summary>
public enum JournalKind
{
    /// <summary>Text.</summary>
    Generation = 0,

    /// <summary>Embeddings.</summary>
    Embedding = 1,
}
