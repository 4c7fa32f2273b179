using LlmGateway.Inference.Gguf;
using LlmGateway.Testing;

namespace LlmGateway.Inference.Tests.Gguf;

public sealed class RandomModelTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Write_SameSeed_GivesTheSameFile()
    {
        RandomModel.WriteTiny(_folder.File("a"), GgmlType.Q8_0, seed: 5);
        RandomModel.WriteTiny(_folder.File("b"), GgmlType.Q8_0, seed: 5);
        RandomModel.WriteTiny(_folder.File("c"), GgmlType.Q8_0, seed: 6);

        var first = File.ReadAllBytes(_folder.File("a"));
        File.ReadAllBytes(_folder.File("b")).ShouldBe(first);
        File.ReadAllBytes(_folder.File("c")).ShouldNotBe(first);
    }

    [Fact]
    public void Convert_QuantisedRows_StayCloseToTheValues()
    {
        var values = Enumerable.Range(0, 64).Select(i => MathF.Sin(i) * 0.05f).ToArray();
        var q8 = new byte[GgmlType.Q8_0.RowBytes(64)];
        var q4 = new byte[GgmlType.Q4_0.RowBytes(64)];

        RowQuantizer.Convert(values, GgmlType.Q8_0, q8);
        RowQuantizer.Convert(values, GgmlType.Q4_0, q4);

        for (var i = 0; i < 64; i++)
        {
            var (block, at) = (i / 32, i % 32);
            var eight = (float)BitConverter.ToHalf(q8, block * 34) * (sbyte)q8[(block * 34) + 2 + at];
            var packed = q4[(block * 18) + 2 + (at % 16)];
            var four = (float)BitConverter.ToHalf(q4, block * 18) * ((at < 16 ? packed & 15 : packed >> 4) - 8);
            eight.ShouldBe(values[i], 0.0003);
            four.ShouldBe(values[i], 0.0066);
        }
    }

    [Fact]
    public void Tokens_AnySize_AreDistinct() =>
        new ByteLevelVocabulary(32000).Tokens.Distinct(StringComparer.Ordinal).Count().ShouldBe(32000);
}
