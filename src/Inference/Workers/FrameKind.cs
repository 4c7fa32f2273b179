namespace LlmGateway.Inference.Workers;

/// <summary>Kinds of frames between a silo and its worker. Both ends are of one build, so numbers may change with it.</summary>
internal enum FrameKind : byte
{
    // To the worker.
    Load,
    Generate,
    Embed,
    Tokenize,
    Detokenize,
    Cancel,
    Shutdown,

    // From the worker.
    Loaded,
    Started,
    Text,
    Finished,
    Result,
    Failed,
}
