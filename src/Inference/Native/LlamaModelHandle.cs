using System.Runtime.InteropServices;

namespace LlmGateway.Inference.Native;

/// <summary>Owns a <c>llama_model*</c>. Contexts hold a reference, so it is freed after the last of them.</summary>
internal sealed unsafe class LlamaModelHandle() : SafeHandle(0, ownsHandle: true)
{
    public override bool IsInvalid => handle == 0;

    public nint Vocabulary => NativeMethods.llama_model_get_vocab(handle);

    /// <summary>Loads a file whose header was checked before.</summary>
    /// <exception cref="InferenceException">llama.cpp refused the file; the message is its own.</exception>
    public static LlamaModelHandle Load(string path, int gpuLayers)
    {
        LlamaLibrary.EnsureLoaded();
        var parameters = NativeMethods.llama_model_default_params();
        parameters.GpuLayers = gpuLayers;
        var model = new LlamaModelHandle();
        fixed (byte* file = NativeText.Utf8(path))
        {
            model.SetHandle(NativeMethods.llama_model_load_from_file(file, parameters));
        }

        return model.IsInvalid
            ? throw new InferenceException(InferenceErrorCode.ModelUnusable, $"llama.cpp could not load {path}: {LlamaLog.TakeError() ?? "no reason given"}")
            : model;
    }

    protected override bool ReleaseHandle()
    {
        NativeMethods.llama_model_free(handle);
        return true;
    }
}
