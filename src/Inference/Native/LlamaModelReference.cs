namespace LlmGateway.Inference.Native;

/// <summary>Keeps a model in memory while native code reads it, whoever disposes its handle meanwhile.</summary>
internal readonly ref struct LlamaModelReference : IDisposable
{
    private readonly LlamaModelHandle _model;

    /// <exception cref="InferenceException">The model was freed before.</exception>
    public LlamaModelReference(LlamaModelHandle model)
    {
        var referenced = false;
        try
        {
            model.DangerousAddRef(ref referenced);
        }
        catch (ObjectDisposedException e)
        {
            throw new InferenceException(InferenceErrorCode.EngineLost, "The model was unloaded before the request ran. Try again.", e);
        }

        _model = model;
    }

    public void Dispose() => _model.DangerousRelease();
}
