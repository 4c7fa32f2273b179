using LlmGateway.Inference.Gguf;

namespace LlmGateway.Inference.Tests.Gguf;

public sealed class GgmlTypeSizesTests
{
    [Fact]
    public void RowBytes_EveryType_IsKnown()
    {
        foreach (var type in Enum.GetValues<GgmlType>())
        {
            type.IsKnown().ShouldBeTrue();
            type.RowBytes(type.BlockValues()).ShouldBe(type.BlockBytes());
        }
    }

    [Theory]
    [InlineData(GgmlType.F16, 256, 512)]
    [InlineData(GgmlType.Q8_0, 256, 272)]
    [InlineData(GgmlType.Q4_K, 512, 288)]
    [InlineData(GgmlType.MXFP4, 64, 34)]
    [InlineData(GgmlType.Q4_0, 33, 36)]
    public void RowBytes_WholeBlocks(GgmlType type, long values, long bytes) => type.RowBytes(values).ShouldBe(bytes);

    [Fact]
    public void BlockBytes_WithdrawnType_Throws() =>
        Should.Throw<ArgumentOutOfRangeException>(() => ((GgmlType)4).BlockBytes());
}
