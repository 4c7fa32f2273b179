using LlmGateway.Inference.Gguf;
using LlmGateway.Testing;

namespace LlmGateway.Inference.Tests.Gguf;

public sealed class GgufFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Read_BundledModel_KnowsItsFacts()
    {
        var file = GgufFile.Read(RepositoryFiles.TinyModel);

        file.Version.ShouldBe(3u);
        file.Architecture.ShouldBe("llama");
        file.FileType.ShouldBe(7u);
        file.Length.ShouldBe(6378976);
        file.ParameterCount.ShouldBe(5901568);
        file.Alignment.ShouldBe(32u);
        (file.DataOffset % 32).ShouldBe(0);
        file.Tensors.Length.ShouldBe(2 + (6 * 9));
        var embedding = file.Tensors.Single(tensor => tensor.Name == "token_embd.weight");
        embedding.Type.ShouldBe(GgmlType.Q8_0);
        embedding.Dimensions.ToArray().ShouldBe([256, 3072]);
        embedding.ByteCount.ShouldBe(256 * 3072 / 32 * 34);
        embedding.ValueCount.ShouldBe(256 * 3072);
    }

    [Fact]
    public void Metadata_BundledModel_ReadsByType()
    {
        var metadata = GgufFile.Read(RepositoryFiles.TinyModel).Metadata;

        metadata.TryGetUInt32("llama.block_count", out var layers).ShouldBeTrue();
        layers.ShouldBe(6u);
        metadata.TryGetFloat("llama.block_count", out _).ShouldBeFalse();
        metadata.TypeOf("llama.block_count").ShouldBe(GgufValueType.UInt32);
        metadata.TryGetString("no.such.key", out _).ShouldBeFalse();
        metadata.TypeOf("no.such.key").ShouldBeNull();
        metadata.TryGetStrings("tokenizer.ggml.tokens", out var tokens).ShouldBeTrue();
        tokens!.Count.ShouldBe(3072);
        tokens.ShouldContain("<|im_end|>");
        metadata.TryGetArray<int>("tokenizer.ggml.token_type", out var types).ShouldBeTrue();
        types.Length.ShouldBe(3072);
    }

    [Theory]
    [InlineData("does-not-exist.gguf", "does not exist")]
    [InlineData("", "is a directory")]
    [InlineData("no-folder/x.gguf", "does not exist")]
    [InlineData("zero\0byte", "cannot be read")]
    public void Read_NoSuchFile_SaysSo(string name, string expected) =>
        Should.Throw<GgufException>(() => GgufFile.Read(_folder.File(name))).Message.ShouldContain(expected);

    [Theory]
    [InlineData(new byte[0], "the file is empty")]
    [InlineData(new byte[] { 1, 2, 3 }, "truncated")]
    [InlineData(new byte[] { (byte)'P', (byte)'K', 3, 4, 0, 0, 0, 0 }, "not a GGUF file")]
    [InlineData(new byte[] { (byte)'G', (byte)'G', (byte)'U', (byte)'F', 1, 0, 0, 0 }, "version 1")]
    [InlineData(new byte[] { (byte)'G', (byte)'G', (byte)'U', (byte)'F', 0, 0, 0, 3 }, "big endian")]
    [InlineData(new byte[] { (byte)'G', (byte)'G', (byte)'U', (byte)'F', 9, 0, 0, 0 }, "version 9")]
    public void Read_NotThisFormat_SaysWhatItIs(byte[] content, string expected) =>
        ReadBytes(content).Message.ShouldContain(expected);

    [Fact]
    public void Read_TensorBeyondTheEnd_NamesTensorAndSizes()
    {
        var bytes = File.ReadAllBytes(RepositoryFiles.TinyModel)[..6000000];

        var message = ReadBytes(bytes).Message;

        message.ShouldContain("tensor 'blk.");
        message.ShouldContain("the file has 6000000: the file is truncated");
    }

    [Fact]
    public void Read_EveryTruncationOfTheHeader_IsRefused()
    {
        var file = GgufFile.Read(RepositoryFiles.TinyModel);
        var bytes = File.ReadAllBytes(RepositoryFiles.TinyModel);
        var fiftieths = Enumerable.Range(0, 50).Select(i => (int)(file.DataOffset * i / 50));
        int[] borders = [4, 8, 16, 24, (int)file.DataOffset - 1, (int)file.DataOffset, bytes.Length - 1];

        foreach (var length in fiftieths.Concat(borders).Concat(Enumerable.Range(0, 200)))
        {
            ReadBytes(bytes[..length]).Problems.ShouldNotBeEmpty();
        }
    }

    [Theory]
    [InlineData(8, "the tensor count")]
    [InlineData(16, "the metadata count")]
    [InlineData(24, "metadata key 0")]
    public void Read_HugeCount_IsRefusedWithoutAllocating(int at, string expected)
    {
        var bytes = File.ReadAllBytes(RepositoryFiles.TinyModel);
        BitConverter.GetBytes(ulong.MaxValue / 4).CopyTo(bytes, at);
        var before = GC.GetAllocatedBytesForCurrentThread();

        ReadBytes(bytes).Message.ShouldContain(expected);

        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBeLessThan(16 << 20);
    }

    [Fact]
    public void Read_SplitModel_IsRefused()
    {
        var path = _folder.File("model.gguf");
        RandomModel.Write(path, RandomModelShape.Tiny, GgmlType.F16, 1, writer => writer.Set("split.count", 3u));

        Should.Throw<GgufException>(() => GgufFile.Read(path)).Message.ShouldContain("split model");
    }

    private GgufException ReadBytes(byte[] content)
    {
        var path = _folder.File("content.gguf");
        File.WriteAllBytes(path, content);
        return Should.Throw<GgufException>(() => GgufFile.Read(path));
    }
}
