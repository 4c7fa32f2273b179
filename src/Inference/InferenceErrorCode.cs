namespace LlmGateway.Inference;

/// <summary>Why an engine could not do what was asked. The names cross the worker's pipe: add, never renumber.</summary>
public enum InferenceErrorCode
{
    /// <summary>A fault of the engine itself.</summary>
    Internal = 0,

    /// <summary>The request can't be served as it is: the message says what to change.</summary>
    InvalidRequest = 1,

    /// <summary>Prompt and answer do not fit the model's context.</summary>
    ContextLengthExceeded = 2,

    /// <summary>The queue is full: try again later.</summary>
    Overloaded = 3,

    /// <summary>The worker process ended or the engine was disposed during the request: it may be tried again.</summary>
    EngineLost = 4,

    /// <summary>llama.cpp is missing or of another release.</summary>
    LibraryUnusable = 5,

    /// <summary>The model file is missing, damaged, or of a kind that can't be served.</summary>
    ModelUnusable = 6,
}
