using LlmGateway.Inference.Gguf;
using LlmGateway.Testing;

namespace LlmGateway.Inference.Tests.Gguf;

public sealed class MemoryEstimateTests
{
    private static readonly GgufFile File = GgufFile.Read(RepositoryFiles.TinyModel);
    private static readonly ModelHeader Header = ModelHeader.From(File);

    [Fact]
    public void Compute_BundledModel_KeysAndValuesAreExact()
    {
        var estimate = Compute(1024, GgmlType.F16, gpuLayers: 0);

        estimate.KvBytes.ShouldBe(6 * 1024 * 4 * 64 * 2 * 2);
        estimate.KvBytes.ShouldBe(6 << 20);
        estimate.WeightBytes.ShouldBe(File.Tensors.Sum(tensor => tensor.ByteCount));
        estimate.OutputBytes.ShouldBe(4 * 3072 * sizeof(float));
        estimate.GpuBytes.ShouldBe(0);
        estimate.HostBytes.ShouldBe(estimate.TotalBytes);
    }

    [Fact]
    public void Compute_OtherTypesAndContexts_CountBlocks()
    {
        Compute(1024, GgmlType.Q8_0, gpuLayers: 0).KvBytes.ShouldBe(6 * 1024 * 2 * (4 * 64 / 32 * 34));
        Compute(1000, GgmlType.F16, gpuLayers: 0).KvBytes.ShouldBe(6 << 20);
        Compute(1, GgmlType.F16, gpuLayers: 0).KvBytes.ShouldBe((6 << 20) / 4);
    }

    [Fact]
    public void Compute_LayersOnGpu_SplitTheTotal()
    {
        var none = Compute(1024, GgmlType.F16, gpuLayers: 0);
        var some = Compute(1024, GgmlType.F16, gpuLayers: 3);
        var all = Compute(1024, GgmlType.F16, gpuLayers: 7);
        var embedding = File.Tensors.Single(tensor => tensor.Name == "token_embd.weight").ByteCount;

        some.GpuBytes.ShouldBeInRange(1, all.GpuBytes - 1);
        all.WeightBytes.ShouldBe(none.WeightBytes + embedding, "the tied output matrix is copied to the GPU");
        all.HostBytes.ShouldBe(embedding + all.OutputBytes);
    }

    [Theory]
    [InlineData(0, 1, 1)]
    [InlineData(1, 0, 1)]
    [InlineData(1, 1, 0)]
    public void Compute_NothingToRun_Throws(int tokens, int sequences, int microBatch) =>
        Should.Throw<ArgumentOutOfRangeException>(
            () => MemoryEstimate.Compute(Header, File, tokens, GgmlType.F16, GgmlType.F16, sequences, microBatch, 0));

    private static MemoryEstimate Compute(int tokens, GgmlType type, int gpuLayers) =>
        MemoryEstimate.Compute(Header, File, tokens, type, type, sequences: 4, microBatch: 512, gpuLayers);
}
