using System.Runtime.InteropServices;
using LlmGateway.Inference.Native;

namespace LlmGateway.Inference.Tests.Native;

public sealed unsafe class LlamaLibraryTests
{
    [Fact]
    public void EnsureLoaded_ShippedLibrary_PassesTheGuard()
    {
        LlamaLibrary.EnsureLoaded();

        LlamaLibrary.Folder.ShouldBe(Path.Combine(AppContext.BaseDirectory, "llama"));
        var file = Directory.EnumerateFiles(LlamaLibrary.Folder, "*llama*").Single();
        Should.NotThrow(() => AbiGuard.Check(NativeLibrary.Load(file)));
    }

    [Fact]
    public void EnsureLoaded_ShippedLibrary_HasAComputeDevice()
    {
        LlamaLibrary.EnsureLoaded();

        NativeMethods.ggml_backend_dev_count().ShouldBeGreaterThan((nuint)0);
    }
}
