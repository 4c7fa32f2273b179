using LlmGateway.Inference.Engine;
using LlmGateway.Inference.Gguf;
using LlmGateway.Inference.Tests.Gguf;
using LlmGateway.Testing;
using static LlmGateway.Inference.Tests.Engine.EngineCalls;

namespace LlmGateway.Inference.Tests.Engine;

public sealed class ModelLoadingTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    public static TheoryData<string, EngineOptions> OutOfRange => new()
    {
        { "'context' must be from 16", SharedEngine.Options with { ContextTokens = 15 } },
        { "'context' must be from 16", SharedEngine.Options with { ContextTokens = 1 << 25 } },
        { "'parallel' must be from 1 to 256, not 0", SharedEngine.Options with { ParallelSequences = 0 } },
        { "'parallel' must be from 1 to 256, not 257", SharedEngine.Options with { ParallelSequences = 257 } },
        { "'threads' must be from 1 to 1024, not 0", SharedEngine.Options with { Threads = 0 } },
        { "'prefill tokens' must be from 16", SharedEngine.Options with { PrefillTokens = 15 } },
        { "does not fit", SharedEngine.Options with { ContextTokens = 1 << 24, KvCacheType = KvCacheType.F32 } },
    };

    [Theory]
    [InlineData(GgmlType.F32)]
    [InlineData(GgmlType.F16)]
    [InlineData(GgmlType.Q8_0)]
    [InlineData(GgmlType.Q4_0)]
    public async Task Load_RandomModel_Generates(GgmlType type)
    {
        var path = _folder.File("random.gguf");
        RandomModel.WriteTiny(path, type);
        await using var engine = await LlamaEngine.LoadAsync(new EngineOptions { ModelPath = path, Threads = 1 });

        var answer = await engine.AnswerAsync(Ask("Hello", maxTokens: 30) with { IgnoreEos = true });

        answer.End.CompletionTokens.ShouldBe(30);
        (engine.Model.Name, engine.Model.ContextTokens, engine.Model.VocabularySize).ShouldBe(("random", 512, 512));
    }

    [Theory]
    [InlineData(KvCacheType.F32)]
    [InlineData(KvCacheType.Q8_0)]
    public async Task Load_OtherCacheTypes_Generate(KvCacheType type)
    {
        await using var engine = await LlamaEngine.LoadAsync(SharedEngine.Options with { KvCacheType = type });

        (await engine.TextAsync(Ask("What is the capital of France?"))).ShouldContain("Paris");
    }

    [Theory]
    [InlineData(1, 16, 16)]
    [InlineData(256, 64, 4096)]
    public async Task Load_ExtremeSettings_Generates(int parallel, int context, int prefill)
    {
        await using var engine = await LlamaEngine.LoadAsync(SharedEngine.Options with { ParallelSequences = parallel, ContextTokens = context, PrefillTokens = prefill });

        var answer = await engine.AnswerAsync(new GenerationRequest { Prompt = new PromptInput { Text = "Hello" }, IgnoreEos = true, Sampling = new SamplingParameters { Temperature = 0 } });

        (answer.End.PromptTokens + answer.End.CompletionTokens).ShouldBe(context);
    }

    [Theory]
    [MemberData(nameof(OutOfRange))]
    public async Task Load_SettingOutOfRange_RefusedWithItsName(string reason, EngineOptions options) =>
        (await LlamaEngine.LoadAsync(options).ShouldFailAsync(InferenceErrorCode.ModelUnusable)).Message.ShouldContain(reason);

    [Fact]
    public async Task Load_MissingFile_RefusedWithItsPath() =>
        await ShouldBeRefusedAsync(_folder.File("missing.gguf"), "does not exist");

    [Fact]
    public async Task Load_Folder_Refused()
    {
        Directory.CreateDirectory(_folder.File("folder.gguf"));

        await ShouldBeRefusedAsync(_folder.File("folder.gguf"), "is a directory");
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    [InlineData(1000)]
    [InlineData(3_000_000)]
    [InlineData(6_378_975)]
    public async Task Load_TruncatedFile_Refused(int bytes)
    {
        var path = _folder.File("truncated.gguf");
        await File.WriteAllBytesAsync(path, (await File.ReadAllBytesAsync(RepositoryFiles.TinyModel, TestContext.Current.CancellationToken))[..bytes], TestContext.Current.CancellationToken);

        await ShouldBeRefusedAsync(path, "");
    }

    [Fact]
    public async Task Load_Garbage_Refused()
    {
        var path = _folder.File("garbage.gguf");
        var bytes = new byte[10_000];
        new Random(1).NextBytes(bytes);
        await File.WriteAllBytesAsync(path, bytes, TestContext.Current.CancellationToken);

        await ShouldBeRefusedAsync(path, "not a GGUF file");
    }

    [Fact]
    public async Task Load_LoraAdapter_RefusedWithWhatToDo()
    {
        var path = _folder.File("adapter.gguf");
        RandomModel.Write(path, RandomModelShape.Tiny, GgmlType.F32, seed: 1, writer => writer.Set("general.type", "adapter"));

        await ShouldBeRefusedAsync(path, "LoRA adapter; attach it to its base model");
    }

    [Fact]
    public async Task Load_BrokenChatTemplate_Refused()
    {
        var path = _folder.File("template.gguf");
        RandomModel.Write(path, RandomModelShape.Tiny, GgmlType.F32, seed: 1, writer => writer.Set("tokenizer.chat_template", "{% for %}"));

        await ShouldBeRefusedAsync(path, "chat template");
    }

    [Fact]
    public async Task Load_UnknownArchitecture_RefusedByLlama()
    {
        var path = _folder.File("unknown.gguf");
        RandomModel.Write(path, RandomModelShape.Tiny, GgmlType.F32, seed: 1, writer => writer.Set("general.architecture", "nonesuch"));

        await ShouldBeRefusedAsync(path, "");
    }

    [Fact]
    public async Task Load_AfterRefusals_Works()
    {
        await ShouldBeRefusedAsync(_folder.File("missing.gguf"), "");
        await using var engine = await LlamaEngine.LoadAsync(SharedEngine.Options);

        (await engine.TextAsync(Ask("What is the capital of France?"))).ShouldContain("Paris");
    }

    private static async Task ShouldBeRefusedAsync(string path, string reason)
    {
        var error = await LlamaEngine.LoadAsync(new EngineOptions { ModelPath = path }).ShouldFailAsync(InferenceErrorCode.ModelUnusable);

        error.Message.ShouldContain(Path.GetFileName(path));
        error.Message.ShouldContain(reason);
    }
}
