using System.Collections.Frozen;

namespace LlmGateway.Inference.Gguf.Checks;

/// <summary>What llama.cpp's graph builders assert about an architecture.</summary>
/// <remarks>
/// Source: the assertions in src/models/*.cpp of the pinned release; most of them run only at the first decode and
/// end the process. An architecture missing here gets the generic checks alone.
/// </remarks>
internal static class ArchitectureFacts
{
    /// <summary>Stacks of attention and feed-forward blocks whose tensors have the llama names and shapes.</summary>
    private static readonly FrozenSet<string> Standard =
        FrozenSet.Create("llama", "mistral3", "qwen2", "qwen3", "gemma", "gemma2", "gemma3", "phi3", "smollm3", "granite");

    /// <summary>No attention anywhere, so no heads.</summary>
    private static readonly FrozenSet<string> Recurrent =
        FrozenSet.Create("mamba", "mamba2", "rwkv6", "rwkv6qwen2", "rwkv7", "arwkv7");

    private static readonly FrozenSet<string> Encoders = FrozenSet.Create(
        "bert", "eurobert", "gemma-embedding", "jina-bert-v2", "jina-bert-v3", "modern-bert", "neo-bert", "nomic-bert",
        "nomic-bert-moe", "t5", "t5encoder");

    /// <summary>Rotate whole heads: rotary dimensions and head size must be equal.</summary>
    private static readonly FrozenSet<string> WholeHeadRotary = FrozenSet.Create(
        "apertus", "arcee", "arctic", "baichuan", "chameleon", "codeshell", "cogvlm", "cohere2moe", "dbrx", "deci", "deepseek",
        "dots1", "dream", "ernie4_5", "ernie4_5-moe", "exaone", "exaone-moe", "exaone4", "falcon", "granite", "granite_swa",
        "granitemoe", "graniteswitch", "grok", "grovemoe", "hunyuan-dense", "hunyuan-moe", "hunyuan_vl", "hy_v3", "internlm2",
        "jais2", "llada", "llada-moe", "llama", "llama-embed", "llama4", "maincoder", "mellum", "minicpm", "mistral3", "olmo",
        "olmo2", "olmoe", "orion", "paddleocr", "pangu-embedded", "plamo", "qwen2", "qwen2moe", "qwen2vl", "qwen3", "qwen3moe",
        "qwen3tts", "qwen3vl", "qwen3vlmoe", "rnd1", "seed_oss", "smallthinker", "smollm3", "starcoder2", "xverse");

    /// <summary>Keys and values have one head size, beyond <see cref="WholeHeadRotary"/>.</summary>
    private static readonly FrozenSet<string> EqualHeads = FrozenSet.Create(
        "afmoe", "bailingmoe2", "bert", "bitnet", "bloom", "chatglm", "cohere2", "command-r", "eurobert", "gemma", "gemma2",
        "gemma3", "glm4", "glm4moe", "gpt2", "gptneox", "granitehybrid", "jais", "jina-bert-v2", "jina-bert-v3", "laguna",
        "minimax-01", "minimax-m2", "modern-bert", "mpt", "nemotron", "nemotron_h", "nemotron_h_moe", "neo-bert", "nomic-bert",
        "nomic-bert-moe", "openelm", "phi2", "phi3", "phimoe", "qwen", "qwen35", "qwen35moe", "qwen3next", "refact", "spark2_5",
        "stablelm", "starcoder", "t5", "t5encoder");

    /// <summary>The heads together are exactly as wide as the embedding.</summary>
    private static readonly FrozenSet<string> QueryIsEmbedding = FrozenSet.Create(
        "baichuan", "command-r", "internlm2", "olmo", "olmo2", "olmoe", "orion", "phi2", "phi3", "phimoe", "qwen2", "qwen2moe",
        "qwen2vl", "stablelm", "starcoder2", "xverse");

    /// <summary>Built from experts; without them the builder ends the process.</summary>
    private static readonly FrozenSet<string> Mixtures =
        FrozenSet.Create("bailingmoe2", "glm4moe", "grovemoe", "lfm2moe", "llada-moe", "smallthinker");

    /// <summary>Rotate by sections (text, height, width) that the metadata must give.</summary>
    private static readonly FrozenSet<string> Sectioned =
        FrozenSet.Create("qwen2vl", "qwen3vl", "qwen3vlmoe", "qwen35", "qwen35moe", "qwen4exp", "qwen3tts", "paddleocr");

    /// <summary>Numbers that one architecture divides by or asserts.</summary>
    private static readonly (string Architecture, string Suffix, uint Least)[] LeastValues =
    [
        ("ernie4_5-moe", "interleave_moe_layer_step", 1),
        ("grovemoe", "experts_per_group", 1),
        ("lfm2", "shortconv.l_cache", 2),
        ("lfm2moe", "shortconv.l_cache", 2),
        ("minimax-m3", "attention.indexer.block_size", 1),
    ];

    public static bool NeedsExperts(string architecture) => Mixtures.Contains(architecture);

    public static bool NeedsRotarySections(string architecture) => Sectioned.Contains(architecture);

    public static IEnumerable<(string Suffix, uint Least)> LeastValuesOf(string architecture) =>
        LeastValues.Where(row => row.Architecture == architecture).Select(row => (row.Suffix, row.Least));

    public static bool HasStandardBlocks(string architecture) => Standard.Contains(architecture);

    public static bool IsRecurrent(string architecture) => Recurrent.Contains(architecture);

    public static bool IsEncoder(string architecture) => Encoders.Contains(architecture);

    public static bool RotatesWholeHeads(string architecture) => WholeHeadRotary.Contains(architecture);

    public static bool HasEqualHeadSizes(string architecture) =>
        WholeHeadRotary.Contains(architecture) || EqualHeads.Contains(architecture);

    public static bool HasQueryOfEmbeddingLength(string architecture) => QueryIsEmbedding.Contains(architecture);

    /// <summary>Gate and up projection in one matrix.</summary>
    public static bool HasFusedGate(string architecture) => architecture is "phi3";

    /// <summary>Blocks are numbered without gaps and each has tensors.</summary>
    public static bool NamesEveryBlock(string architecture) =>
        architecture is not ("deci" or "t5" or "t5encoder" or "wavtokenizer-dec" or "gemma4-assistant");
}
