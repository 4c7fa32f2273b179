using LlmGateway.Inference.Gguf;
using LlmGateway.Testing;

namespace LlmGateway.Inference.Tests.Gguf;

public sealed class ModelHeaderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void From_BundledModel_DescribesIt()
    {
        var header = ModelHeader.From(GgufFile.Read(RepositoryFiles.TinyModel));

        header.Name.ShouldBe("gateway-tiny");
        header.Architecture.ShouldBe("llama");
        header.LayerCount.ShouldBe(6);
        header.EmbeddingLength.ShouldBe(256);
        header.FeedForwardLength.ShouldBe(768);
        header.HeadCount.ShouldBe(4);
        header.KvHeadCount.ShouldBe([4, 4, 4, 4, 4, 4]);
        header.KeyLength.ShouldBe(64);
        header.ValueLength.ShouldBe(64);
        header.VocabularySize.ShouldBe(3072);
        header.ContextLength.ShouldBe(1024);
        header.ChatTemplate.ShouldNotBeNull().ShouldContain("<|im_start|>");
        header.EosToken.ShouldBe("<|im_end|>");
        header.ControlTokens.ShouldBe(["<|endoftext|>", "<|im_start|>", "<|im_end|>"], ignoreOrder: true);
        header.CausalAttention.ShouldBeTrue();
        header.PoolingType.ShouldBeNull();
        header.IsEncoder.ShouldBeFalse();
    }

    [Theory]
    [InlineData(GgmlType.F32)]
    [InlineData(GgmlType.F16)]
    [InlineData(GgmlType.Q8_0)]
    [InlineData(GgmlType.Q4_0)]
    public void From_RandomModel_IsAccepted(GgmlType type)
    {
        var path = _folder.File("random.gguf");
        RandomModel.WriteTiny(path, type);

        var header = ModelHeader.From(GgufFile.Read(path));

        header.KvHeadCount.ShouldBe([2, 2]);
        header.AddBos.ShouldBe(false);
        header.BosToken.ShouldBe("<|endoftext|>");
        header.EosToken.ShouldBe("<|im_end|>");
        new FileInfo(path).Length.ShouldBeLessThan(2_000_000);
    }

    [Fact]
    public void From_ManyProblems_ListsAllAtOnce()
    {
        var problems = Refused(writer =>
        {
            writer.Set("llama.attention.layer_norm_rms_epsilon", -1e-5f);
            writer.Set("llama.attention.head_count_kv", 3u);
            writer.Set("llama.rope.freq_base", float.NaN);
            writer.Set("tokenizer.ggml.eos_token_id", 100000u);
            writer.Set("tokenizer.ggml.token_type", (int[])[1, 1]);
        });

        problems.ShouldContain(p => p.Contains("layer_norm_rms_epsilon"));
        problems.ShouldContain(p => p.Contains("layer 0 has 4 heads, not a multiple of its 3"));
        problems.ShouldContain(p => p.Contains("rope.freq_base"));
        problems.ShouldContain(p => p.Contains("'tokenizer.ggml.eos_token_id' is 100000, outside the vocabulary of 512"));
        problems.ShouldContain(p => p.Contains("has 2 elements for 512 tokens"));
    }

    [Theory]
    [InlineData("llama.block_count", 0u, "1 to 512 are possible")]
    [InlineData("llama.block_count", 513u, "1 to 512 are possible")]
    [InlineData("llama.block_count", 3u, "no tensors of block 2")]
    [InlineData("llama.block_count", 1u, "tensors of block 1")]
    [InlineData("llama.context_length", 0u, "context_length")]
    [InlineData("llama.context_length", 1u << 30, "context_length")]
    [InlineData("llama.embedding_length", 64u, "has 128 columns")]
    [InlineData("llama.attention.head_count", 0u, "key-value heads but only 0 heads")]
    [InlineData("llama.attention.head_count_kv", 0u, "has no attention heads")]
    [InlineData("llama.attention.key_length", 16u, "needs them equal")]
    [InlineData("llama.rope.dimension_count", 31u, "even number")]
    [InlineData("llama.rope.dimension_count", 16u, "rotates whole heads of 32")]
    [InlineData("llama.feed_forward_length", 255u, "ffn_gate.weight' is [128, 256]; the metadata says [128, 255]")]
    [InlineData("llama.expert_count", 4u, "none of 4 experts is used")]
    [InlineData("llama.expert_used_count", 2u, "2 of 0 experts are used")]
    [InlineData("llama.expert_group_count", 2u, "2 expert groups but no experts")]
    [InlineData("llama.pooling_type", 9u, "0 to 4 are known")]
    [InlineData("llama.nextn_predict_layers", 3u, "3 of 2 layers")]
    [InlineData("tokenizer.ggml.padding_token_id", 512u, "outside the vocabulary")]
    public void From_ImpossibleNumber_IsRefused(string key, uint value, string expected) =>
        Refused(writer => writer.Set(key, value)).ShouldContain(p => p.Contains(expected));

    [Theory]
    [InlineData("general.type", "adapter", "is a LoRA adapter")]
    [InlineData("general.type", "mmproj", "is a multimodal projector")]
    [InlineData("general.architecture", "clip", "is a multimodal projector")]
    [InlineData("llama.rope.scaling.type", "dynamic", "none, linear, yarn or longrope")]
    [InlineData("tokenizer.ggml.model", "llama", "no token for the byte")]
    [InlineData("llama.block_count", "2", "is of type String; UInt32 is expected")]
    public void From_ImpossibleText_IsRefused(string key, string value, string expected) =>
        Refused(writer => writer.Set(key, value)).ShouldContain(p => p.Contains(expected));

    [Fact]
    public void From_PaddingTokenMarkedAsNone_IsAccepted()
    {
        var path = _folder.File("none.gguf");
        RandomModel.Write(path, RandomModelShape.Tiny, GgmlType.F16, 1, w => w.Set("tokenizer.ggml.padding_token_id", uint.MaxValue));

        ModelHeader.From(GgufFile.Read(path)).VocabularySize.ShouldBe(512);
    }

    [Fact]
    public void From_NoVocabulary_IsAcceptedWithoutTokens()
    {
        var path = _folder.File("none.gguf");
        RandomModel.Write(path, RandomModelShape.Tiny, GgmlType.F16, 1, w =>
        {
            w.Set("tokenizer.ggml.model", "no_vocab");
            w.Set("tokenizer.ggml.tokens", (string[])[]);
        });

        var header = ModelHeader.From(GgufFile.Read(path));

        header.VocabularySize.ShouldBe(0);
        header.EosToken.ShouldBeNull();
    }

    [Fact]
    public void From_PerLayerHeads_AreKept()
    {
        var path = _folder.File("layers.gguf");
        RandomModel.Write(path, RandomModelShape.Tiny, GgmlType.F16, 1, w => w.Set("llama.attention.head_count_kv", (int[])[2, 2]));

        ModelHeader.From(GgufFile.Read(path)).KvHeadCount.ShouldBe([2, 2]);
    }

    [Fact]
    public void From_WrongVocabulary_IsRefused()
    {
        var tokens = new ByteLevelVocabulary(512).Tokens.ToArray();
        tokens[300] = tokens[301];
        tokens[400] = "";
        tokens[401] = "[EMPTY_400]";

        var problems = Refused(writer => writer.Set("tokenizer.ggml.tokens", tokens));

        problems.ShouldContain(p => p.Contains("tokens 300 and 301"));
        problems.ShouldContain(p => p.Contains("tokens 400 and 401"));
        Refused(w => w.Set("tokenizer.ggml.tokens", tokens[..511])).ShouldContain(p => p.Contains("512 rows for 511 tokens"));
        Refused(w => w.Set("tokenizer.ggml.merges", ["ab"])).ShouldContain(p => p.Contains("merge 0"));
    }

    private IReadOnlyList<string> Refused(Action<GgufWriter> change)
    {
        var path = _folder.File("changed.gguf");
        RandomModel.Write(path, RandomModelShape.Tiny, GgmlType.Q4_0, 1, change);
        var file = GgufFile.Read(path);
        return Should.Throw<GgufException>(() => ModelHeader.From(file)).Problems;
    }
}
