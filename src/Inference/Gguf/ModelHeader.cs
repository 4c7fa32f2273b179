using LlmGateway.Inference.Gguf.Checks;

namespace LlmGateway.Inference.Gguf;

/// <summary>The description of a language model that passed every check known to keep llama.cpp from aborting.</summary>
/// <remarks>
/// llama.cpp ends the process for many wrong headers instead of returning an error, so a file is loaded only when it
/// passed here. An architecture these checks do not know is left to llama.cpp's own error. They guard against damaged
/// and mistaken files; a file made to attack needs the worker process around the engine as well.
/// </remarks>
public sealed class ModelHeader
{
    private ModelHeader(GgufFile file, HyperParameters model, Vocabulary vocabulary)
    {
        var metadata = file.Metadata;
        Name = metadata.TryGetString("general.name", out var name) ? name : System.IO.Path.GetFileNameWithoutExtension(file.Path);
        Architecture = model.Architecture;
        LayerCount = model.Layers;
        ContextLength = (int)model.Context;
        EmbeddingLength = (int)model.Embedding;
        HeadCount = (int)model.Heads.Max();
        KvHeadCount = Array.ConvertAll(model.KvHeads, count => (int)count);
        FeedForwardLength = (int)model.FeedForward.DefaultIfEmpty().Max();
        KeyLength = (int)model.KeyLength;
        ValueLength = (int)model.ValueLength;
        VocabularySize = vocabulary.Tokens?.Count ?? 0;
        ChatTemplate = metadata.TryGetString("tokenizer.chat_template", out var template) ? template : null;
        BosTokenId = vocabulary.Bos;
        EosTokenId = vocabulary.Eos;
        BosToken = BosTokenId is { } bos ? vocabulary.Tokens?[bos] : null;
        EosToken = EosTokenId is { } eos ? vocabulary.Tokens?[eos] : null;
        AddBos = metadata.TryGetBool("tokenizer.ggml.add_bos_token", out var adds) ? adds : null;
        ControlTokens = vocabulary.ControlTokens();
        PoolingType = (int?)model.Keys.UInt32("pooling_type");
        CausalAttention = model.Keys.Bool("attention.causal") ?? true;
        IsEncoder = ArchitectureFacts.IsEncoder(model.Architecture);
    }

    /// <summary><c>general.name</c>, or the file's name without extension.</summary>
    public string Name { get; }

    /// <summary><c>general.architecture</c>, for instance <c>qwen3</c>.</summary>
    public string Architecture { get; }

    /// <summary>Blocks, 1 to 512; draft layers at the end included.</summary>
    public int LayerCount { get; }

    /// <summary>Tokens the model was trained for.</summary>
    public int ContextLength { get; }

    /// <summary>Width of the residual stream.</summary>
    public int EmbeddingLength { get; }

    /// <summary>Attention heads of the layer that has most; 0 for purely recurrent models.</summary>
    public int HeadCount { get; }

    /// <summary>Key-value heads of each layer; 0 where a layer keeps no keys and values.</summary>
    public IReadOnlyList<int> KvHeadCount { get; }

    /// <summary>Inner width of the widest feed-forward layer; 0 when the file does not say.</summary>
    public int FeedForwardLength { get; }

    /// <summary>Dimensions of one key.</summary>
    public int KeyLength { get; }

    /// <summary>Dimensions of one value.</summary>
    public int ValueLength { get; }

    /// <summary>Tokens in the vocabulary; 0 for a model without one, whose tokenizer must not be called: it asserts.</summary>
    public int VocabularySize { get; }

    /// <summary>The Jinja template that came with the model; null when there is none.</summary>
    public string? ChatTemplate { get; }

    /// <summary>Token that begins a sequence, with llama.cpp's default for the tokenizer; null when there is none.</summary>
    public int? BosTokenId { get; }

    /// <summary>Text of <see cref="BosTokenId"/>.</summary>
    public string? BosToken { get; }

    /// <summary>Token that ends a sequence, with llama.cpp's default for the tokenizer; null when there is none.</summary>
    public int? EosTokenId { get; }

    /// <summary>Text of <see cref="EosTokenId"/>.</summary>
    public string? EosToken { get; }

    /// <summary>Whether the tokenizer puts <see cref="BosToken"/> first; null leaves it to llama.cpp's default.</summary>
    public bool? AddBos { get; }

    /// <summary>Texts that become control tokens when special tokens are parsed; user text must not reach them.</summary>
    /// <remarks>Tokens of type CONTROL and UNKNOWN, and those whose text llama.cpp recognises as an end marker.</remarks>
    public IReadOnlyList<string> ControlTokens { get; }

    /// <summary><c>llama_pooling_type</c> for embeddings, 0 to 4; null when the file does not say.</summary>
    public int? PoolingType { get; }

    /// <summary>False for models that look at the whole text, which need a micro-batch as long as it.</summary>
    public bool CausalAttention { get; }

    /// <summary>Whether the architecture is an encoder or has one: it makes embeddings or translates, it does not chat.</summary>
    public bool IsEncoder { get; }

    /// <summary>Checks a file and describes its model.</summary>
    /// <param name="file">A well-formed file.</param>
    /// <exception cref="GgufException">The file is no loadable model; <see cref="GgufException.Problems"/> lists everything wrong.</exception>
    public static ModelHeader From(GgufFile file)
    {
        ArgumentNullException.ThrowIfNull(file);
        var problems = new ProblemList();
        var architecture = FileKindChecks.Check(file, problems);
        problems.ThrowIfAny(file.Path);

        var model = HyperParameters.Read(file.Metadata, architecture, problems);
        var vocabulary = new Vocabulary(file.Metadata);
        if (model.Layers > 0)
        {
            HyperParameterChecks.Check(model, problems);
        }

        VocabularyChecks.Check(file.Metadata, vocabulary, problems);
        TensorChecks.Check(file, model, vocabulary, problems);
        problems.ThrowIfAny(file.Path);
        return new ModelHeader(file, model, vocabulary);
    }
}
