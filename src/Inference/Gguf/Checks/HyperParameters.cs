namespace LlmGateway.Inference.Gguf.Checks;

/// <summary>The numbers that size a model, read with llama.cpp's defaults.</summary>
/// <remarks>Source: <c>llama_model_base::load_hparams</c>. A value that is missing or wrong is 0 or empty here and noted as a problem.</remarks>
internal sealed class HyperParameters
{
    /// <summary>LLAMA_MAX_LAYERS; more is an assertion.</summary>
    public const uint MaxLayers = 512;

    /// <summary>No model is trained for more; llama.cpp would try to allocate a cache for it.</summary>
    public const uint MaxContext = 16 * 1024 * 1024;

    /// <summary>Far above any model, low enough that products of two stay small.</summary>
    public const uint MaxWidth = 1 << 20;

    private HyperParameters(ArchitectureKeys keys, string architecture)
    {
        Keys = keys;
        Architecture = architecture;
    }

    public ArchitectureKeys Keys { get; }

    public string Architecture { get; }

    public int Layers { get; private set; }

    public uint Context { get; private set; }

    public uint Embedding { get; private set; }

    public uint[] Heads { get; private set; } = [];

    public uint[] KvHeads { get; private set; } = [];

    public uint[] FeedForward { get; private set; } = [];

    public uint KeyLength { get; private set; }

    public uint ValueLength { get; private set; }

    public uint Rotary { get; private set; }

    public uint Experts { get; private set; }

    public static HyperParameters Read(GgufMetadata metadata, string architecture, ProblemList problems)
    {
        var keys = new ArchitectureKeys(metadata, architecture, problems);
        var read = new HyperParameters(keys, architecture)
        {
            Context = InRange(keys, "context_length", MaxContext, problems),
            Embedding = InRange(keys, "embedding_length", MaxWidth, problems),
            Layers = (int)InRange(keys, "block_count", MaxLayers, problems),
            Experts = keys.UInt32("expert_count") ?? 0,
        };
        read.ReadLayers(problems);
        return read;
    }

    private static uint InRange(ArchitectureKeys keys, string suffix, uint max, ProblemList problems)
    {
        if (keys.UInt32(suffix) is not { } number)
        {
            problems.Require(keys.Has(suffix), $"'{keys.Key(suffix)}' is missing.");
            return 0;
        }

        if (number is 0 || number > max)
        {
            problems.Add($"'{keys.Key(suffix)}' is {number}; 1 to {max} are possible.");
            return 0;
        }

        return number;
    }

    private void ReadLayers(ProblemList problems)
    {
        if (Layers == 0)
        {
            return;
        }

        FeedForward = Keys.PerLayer("feed_forward_length", Layers) ?? [];
        var heads = Keys.PerLayer("attention.head_count", Layers);
        problems.Require(
            heads is not null || Keys.Has("attention.head_count") || ArchitectureFacts.IsRecurrent(Architecture),
            $"'{Keys.Key("attention.head_count")}' is missing.");
        Heads = heads ?? new uint[Layers];
        KvHeads = Keys.PerLayer("attention.head_count_kv", Layers) ?? Heads;

        // Layers without attention count 0 heads, so the first layer does not always tell the head size.
        if (Heads.Max() is > 0 and var most)
        {
            // llama.cpp divides by the first layer's count and leaves all sizes 0 when that is 0.
            var first = Heads[0];
            KeyLength = Keys.UInt32("attention.key_length") ?? Embedding / (first == 0 ? most : first);
            ValueLength = Keys.UInt32("attention.value_length") ?? Embedding / (first == 0 ? most : first);
            Rotary = Keys.UInt32("rope.dimension_count") ?? KeyLength;
        }
    }
}
