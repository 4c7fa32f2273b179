using LlmGateway.Inference.Native;

namespace LlmGateway.Inference.Tests.Native;

/// <summary>Sizes and offsets as a C compiler gives them for <c>llama.h</c> of v0.5.0 on 64-bit machines.</summary>
public sealed unsafe class StructLayoutTests
{
    [Fact]
    public void Sizes_AsInC()
    {
        sizeof(LlamaModelParams).ShouldBe(80);
        sizeof(LlamaContextParams).ShouldBe(160);
        sizeof(LlamaBatch).ShouldBe(56);
    }

    [Fact]
    public void LlamaModelParams_Offsets_AsInC()
    {
        LlamaModelParams x;
        var start = (byte*)&x;
        ((byte*)&x.Devices - start).ShouldBe(0);
        ((byte*)&x.TensorBuftOverrides - start).ShouldBe(8);
        ((byte*)&x.GpuLayers - start).ShouldBe(16);
        ((byte*)&x.SplitMode - start).ShouldBe(20);
        ((byte*)&x.LoadMode - start).ShouldBe(24);
        ((byte*)&x.LazyMode - start).ShouldBe(28);
        ((byte*)&x.MainGpu - start).ShouldBe(32);
        ((byte*)&x.TensorSplit - start).ShouldBe(40);
        ((byte*)&x.ProgressCallback - start).ShouldBe(48);
        ((byte*)&x.ProgressCallbackUserData - start).ShouldBe(56);
        ((byte*)&x.KvOverrides - start).ShouldBe(64);
        (&x.VocabOnly - start).ShouldBe(72);
        (&x.LoadMtp - start).ShouldBe(77);
    }

    [Fact]
    public void LlamaContextParams_Offsets_AsInC()
    {
        LlamaContextParams x;
        var start = (byte*)&x;
        ((byte*)&x.ContextSize - start).ShouldBe(0);
        ((byte*)&x.MaxOutputsPerSequence - start).ShouldBe(24);
        ((byte*)&x.Threads - start).ShouldBe(28);
        ((byte*)&x.BatchThreads - start).ShouldBe(32);
        ((byte*)&x.ContextType - start).ShouldBe(36);
        ((byte*)&x.RopeScalingType - start).ShouldBe(40);
        ((byte*)&x.FlashAttention - start).ShouldBe(52);
        ((byte*)&x.RopeFreqBase - start).ShouldBe(56);
        ((byte*)&x.YarnOriginalContext - start).ShouldBe(80);
        ((byte*)&x.DefragThreshold - start).ShouldBe(84);
        ((byte*)&x.EvalCallback - start).ShouldBe(88);
        ((byte*)&x.KeyType - start).ShouldBe(104);
        ((byte*)&x.AbortCallback - start).ShouldBe(112);
        (&x.Embeddings - start).ShouldBe(128);
        (&x.UnifiedKv - start).ShouldBe(133);
        ((byte*)&x.Samplers - start).ShouldBe(136);
        ((byte*)&x.SamplerCount - start).ShouldBe(144);
        ((byte*)&x.OtherContext - start).ShouldBe(152);
    }

    [Fact]
    public void LlamaBatch_Offsets_AsInC()
    {
        LlamaBatch x;
        var start = (byte*)&x;
        ((byte*)&x.TokenCount - start).ShouldBe(0);
        ((byte*)&x.Token - start).ShouldBe(8);
        ((byte*)&x.Embedding - start).ShouldBe(16);
        ((byte*)&x.Position - start).ShouldBe(24);
        ((byte*)&x.SequenceCount - start).ShouldBe(32);
        ((byte*)&x.SequenceIds - start).ShouldBe(40);
        ((byte*)&x.Logits - start).ShouldBe(48);
    }
}
