using LlmGateway.Inference.Gguf;

namespace LlmGateway.Inference.Tests.Gguf;

public sealed class GgufWriterTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Complete_AllTypes_ReadBackUnchanged()
    {
        var path = _folder.File("all.gguf");
        using (var writer = new GgufWriter(path))
        {
            writer.Set("text", "grüße");
            writer.Set("uint", uint.MaxValue);
            writer.Set("float", 1.5f);
            writer.Set("flag", true);
            writer.Set("texts", ["a", "", "ß"]);
            writer.Set("ints", (int[])[-1, 2]);
            writer.Set("uints", (uint[])[7]);
            writer.Set("floats", (float[])[0.5f, float.NaN]);
            writer.AddTensor("small", GgmlType.F32, [1], BitConverter.GetBytes(3f));
            writer.AddTensor("matrix", GgmlType.Q8_0, [32, 2], stream => stream.Write(new byte[68]));
            writer.Complete();
        }

        var file = GgufFile.Read(path);

        file.Metadata.TryGetString("text", out var text).ShouldBeTrue();
        text.ShouldBe("grüße");
        file.Metadata.TryGetUInt32("uint", out var number).ShouldBeTrue();
        number.ShouldBe(uint.MaxValue);
        file.Metadata.TryGetFloat("float", out var real).ShouldBeTrue();
        real.ShouldBe(1.5f);
        file.Metadata.TryGetBool("flag", out var flag).ShouldBeTrue();
        flag.ShouldBeTrue();
        file.Metadata.TryGetStrings("texts", out var texts).ShouldBeTrue();
        texts!.ToArray().ShouldBe(["a", "", "ß"]);
        file.Metadata.TryGetArray<int>("ints", out var ints).ShouldBeTrue();
        ints.ToArray().ShouldBe([-1, 2]);
        file.Metadata.TryGetArray<uint>("uints", out var uints).ShouldBeTrue();
        uints.ToArray().ShouldBe([7u]);
        file.Metadata.TryGetArray<float>("floats", out var floats).ShouldBeTrue();
        floats.ToArray().ShouldBe([0.5f, float.NaN]);
        file.Tensors.Select(tensor => (tensor.Name, tensor.Offset, tensor.ByteCount)).ShouldBe([("small", 0L, 4L), ("matrix", 32L, 68L)]);
        BitConverter.ToSingle(File.ReadAllBytes(path), (int)file.DataOffset).ShouldBe(3f);
        file.Length.ShouldBe(file.DataOffset + 32 + 96);
    }

    [Fact]
    public void Complete_CallbackWritesTooLittle_LeavesNoFile()
    {
        using var writer = new GgufWriter(_folder.File("short.gguf"));
        writer.AddTensor("t", GgmlType.F32, [4], stream => stream.WriteByte(0));

        Should.Throw<InvalidOperationException>(writer.Complete).Message.ShouldContain("'t' has 16 bytes, 1 were written");
        _folder.Names().ShouldBeEmpty();
    }

    [Fact]
    public void Dispose_WithoutComplete_KeepsTheOldFile()
    {
        var path = _folder.File("old.gguf");
        File.WriteAllText(path, "old");
        using (var writer = new GgufWriter(path))
        {
            writer.Set("key", 1u);
        }

        File.ReadAllText(path).ShouldBe("old");
        _folder.Names().ShouldBe(["old.gguf"]);
    }

    [Fact]
    public void AddTensor_Impossible_IsRefused()
    {
        using var writer = new GgufWriter(_folder.File("x.gguf"));
        writer.AddTensor("t", GgmlType.F32, [1], new byte[4]);

        Should.Throw<ArgumentException>(() => writer.AddTensor("t", GgmlType.F32, [1], new byte[4])).Message.ShouldContain("exists already");
        Should.Throw<ArgumentException>(() => writer.AddTensor("u", GgmlType.F32, [2], new byte[4])).Message.ShouldContain("needs 8 bytes");
        Should.Throw<ArgumentException>(() => writer.AddTensor("v", GgmlType.Q8_0, [33], new byte[4])).Message.ShouldContain("block of 32");
        Should.Throw<ArgumentException>(() => writer.AddTensor(new string('n', 64), GgmlType.F32, [1], new byte[4]));
        Should.Throw<ArgumentException>(() => writer.Set("", 1u));
    }
}
