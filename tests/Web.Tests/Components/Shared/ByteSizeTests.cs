using LlmGateway.Web.Components.Shared;

namespace LlmGateway.Web.Tests.Components.Shared;

public sealed class ByteSizeTests
{
    [Theory]
    [InlineData(0, "0 B")]
    [InlineData(1023, "1023 B")]
    [InlineData(1024, "1 KiB")]
    [InlineData(1536, "1.5 KiB")]
    [InlineData(512L << 20, "512 MiB")]
    [InlineData((1L << 20) - 1, "1 MiB")]
    [InlineData(4_920_000_000, "4.6 GiB")]
    [InlineData(107_320_000_000, "99.9 GiB")]
    [InlineData(107_360_000_000, "100 GiB")]
    [InlineData(long.MaxValue, "8 EiB")]
    public void Format_AnySize_LargestUnitThatGivesOne(long bytes, string expected)
        => ByteSize.Format(bytes).ShouldBe(expected);

    [Fact]
    public void Format_Negative_Refused()
        => Should.Throw<ArgumentOutOfRangeException>(() => ByteSize.Format(-1));
}
