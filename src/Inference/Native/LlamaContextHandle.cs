using System.Runtime.InteropServices;

namespace LlmGateway.Inference.Native;

/// <summary>Owns a <c>llama_context*</c> and a reference to its model, which must outlive it. One thread at a time.</summary>
internal sealed class LlamaContextHandle() : SafeHandle(0, ownsHandle: true)
{
    private LlamaModelHandle? _model;

    public override bool IsInvalid => handle == 0;

    /// <exception cref="InferenceException">The context can't be made, usually for lack of memory.</exception>
    public static LlamaContextHandle Create(LlamaModelHandle model, in LlamaContextParams parameters)
    {
        var context = new LlamaContextHandle();
        var referenced = false;
        model.DangerousAddRef(ref referenced);
        context.SetHandle(NativeMethods.llama_init_from_model(model.DangerousGetHandle(), parameters));
        if (context.IsInvalid)
        {
            model.DangerousRelease();
            throw new InferenceException(
                InferenceErrorCode.ModelUnusable,
                $"A context of {parameters.ContextSize} tokens could not be made: {LlamaLog.TakeError() ?? "no reason given"}");
        }

        context._model = model;
        return context;
    }

    protected override bool ReleaseHandle()
    {
        NativeMethods.llama_free(handle);
        _model?.DangerousRelease();
        return true;
    }
}
