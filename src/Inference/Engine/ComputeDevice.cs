using LlmGateway.Inference.Native;

namespace LlmGateway.Inference.Engine;

/// <summary>Where a model's weights and cache live.</summary>
/// <param name="Name">ggml's name, for instance <c>CPU</c> or <c>CUDA0</c>.</param>
/// <param name="FreeBytes">Memory that can still be used.</param>
/// <param name="IsGpu">Whether layers can be offloaded to it.</param>
internal sealed record ComputeDevice(string Name, long FreeBytes, bool IsGpu)
{
    private const int GpuType = 1;

    /// <summary>The GPU with the most free memory, unless there is none or no layer is wanted there.</summary>
    public static unsafe ComputeDevice Choose(int? gpuLayers)
    {
        var best = new ComputeDevice("CPU", HostMemory.AvailableBytes(), IsGpu: false);
        if (gpuLayers == 0)
        {
            return best;
        }

        for (nuint i = 0; i < NativeMethods.ggml_backend_dev_count(); i++)
        {
            var device = NativeMethods.ggml_backend_dev_get(i);
            if (NativeMethods.ggml_backend_dev_type(device) == GpuType)
            {
                nuint free, total;
                NativeMethods.ggml_backend_dev_memory(device, &free, &total);
                if (!best.IsGpu || (long)free > best.FreeBytes)
                {
                    best = new ComputeDevice(NativeText.FromUtf8(NativeMethods.ggml_backend_dev_name(device)), (long)free, IsGpu: true);
                }
            }
        }

        return best;
    }
}
