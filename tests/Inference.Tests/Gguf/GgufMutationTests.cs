using CsCheck;
using LlmGateway.Inference.Gguf;
using LlmGateway.Testing;

namespace LlmGateway.Inference.Tests.Gguf;

/// <summary>Damaged headers end in <see cref="GgufException"/> or in a valid description, never in anything else.</summary>
public sealed class GgufMutationTests : IDisposable
{
    private const long MaxAllocation = 64 << 20;

    private static readonly ulong[] Extremes = [0, 1, uint.MaxValue, int.MaxValue, long.MaxValue, ulong.MaxValue, 1UL << 63, 1UL << 40];

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Read_RandomBytesChanged_ThrowsNothingElse()
    {
        var original = _folder.File("original.gguf");
        RandomModel.WriteTiny(original, GgmlType.Q4_0);
        var bytes = File.ReadAllBytes(original);
        var header = (int)GgufFile.Read(original).DataOffset;

        Gen.Select(Gen.Int[0, header - 1], Gen.Byte).Array[1, 3].Sample(
            changes => Check([.. bytes], changes), iter: 2000, threads: 1);
    }

    [Fact]
    public void Read_RandomNumbersChanged_ThrowsNothingElse()
    {
        var original = _folder.File("original.gguf");
        RandomModel.WriteTiny(original, GgmlType.Q4_0);
        var bytes = File.ReadAllBytes(original);
        var header = (int)GgufFile.Read(original).DataOffset;

        // Counts, lengths and offsets are 8 bytes; extreme ones find unchecked arithmetic.
        var extreme = Gen.Int[0, Extremes.Length - 1].Select(i => Extremes[i]);
        Gen.Select(Gen.Int[4, header - 8], extreme).Sample(
            (at, number) =>
            {
                byte[] changed = [.. bytes];
                BitConverter.GetBytes(number).CopyTo(changed, at);
                Check(changed, []);
            },
            iter: 2000,
            threads: 1);
    }

    private void Check(byte[] bytes, (int At, byte Value)[] changes)
    {
        foreach (var (at, value) in changes)
        {
            bytes[at] = value;
        }

        var path = _folder.File("changed.gguf");
        File.WriteAllBytes(path, bytes);
        var before = GC.GetAllocatedBytesForCurrentThread();
        try
        {
            ModelHeader.From(GgufFile.Read(path)).LayerCount.ShouldBeGreaterThan(0);
        }
        catch (GgufException e)
        {
            e.Problems.ShouldNotBeEmpty();
        }

        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBeLessThan(MaxAllocation);
    }
}
