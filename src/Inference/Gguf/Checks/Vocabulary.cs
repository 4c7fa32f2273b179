namespace LlmGateway.Inference.Gguf.Checks;

/// <summary>The tokenizer's part of a header, with llama.cpp's defaults.</summary>
/// <remarks>Source: <c>llama_vocab::impl::load</c>.</remarks>
internal sealed class Vocabulary
{
    public const string ModelKey = "tokenizer.ggml.model";
    public const string TokensKey = "tokenizer.ggml.tokens";
    public const string TypesKey = "tokenizer.ggml.token_type";
    public const string BosKey = "tokenizer.ggml.bos_token_id";
    public const string EosKey = "tokenizer.ggml.eos_token_id";

    /// <summary>A byte-pair tokenizer without default tokens that always begins with one.</summary>
    public const string Gemma4 = "gemma4";

    private const int UnknownType = 2;
    private const int ControlType = 3;

    /// <summary>How writers say "there is no such token"; llama.cpp ignores it.</summary>
    private const uint NoToken = uint.MaxValue;

    /// <summary>Texts that llama.cpp makes control tokens whatever the file says about them.</summary>
    private static readonly HashSet<string> EndMarkers = new(StringComparer.Ordinal)
    {
        "<|eot_id|>", "<|im_end|>", "<|end|>", "<|return|>", "<|call|>", "<|flush|>", "<|calls|>", "<end_of_turn>", "<|endoftext|>",
        "</s>", "<|eom_id|>", "<EOT>", "_<EOT>", "[EOT]", "[EOS]", "<|end_of_text|>", "<end_of_utterance>", "<eos>", "<turn|>",
        "<|tool_response>", "<｜end▁of▁sentence｜>", "[e~[",
    };

    private readonly GgufMetadata _metadata;

    public Vocabulary(GgufMetadata metadata)
    {
        _metadata = metadata;
        Model = metadata.TryGetString(ModelKey, out var model) ? model : null;
        Kind = Model switch
        {
            "no_vocab" or "none" => TokenizerKind.None,
            "llama" => TokenizerKind.SentencePiece,
            "bert" => TokenizerKind.WordPiece,
            "gpt2" or Gemma4 or "hybriddna" or "whitespace" => TokenizerKind.BytePair,
            "t5" => TokenizerKind.Unigram,
            "rwkv" => TokenizerKind.Rwkv,
            _ => TokenizerKind.Other,
        };

        // llama.cpp does not look at the list either when the tokenizer is "none".
        Tokens = Kind != TokenizerKind.None && metadata.TryGetStrings(TokensKey, out var tokens) ? tokens : null;
    }

    /// <summary><c>tokenizer.ggml.model</c>; null when missing.</summary>
    public string? Model { get; }

    public TokenizerKind Kind { get; }

    /// <summary>The token texts by id; null when missing, of a wrong type, or not used.</summary>
    public GgufStringArray? Tokens { get; }

    /// <summary>The file's token id below a key; null when missing, of a wrong type, or marked as none.</summary>
    public uint? TokenId(string key) => _metadata.TryGetUInt32(key, out var id) && id != NoToken ? id : null;

    /// <summary>Beginning-of-sequence token as llama.cpp resolves it.</summary>
    public int? Bos => Resolve(BosKey, Kind switch
    {
        TokenizerKind.SentencePiece => 1,
        TokenizerKind.WordPiece => 101,
        TokenizerKind.BytePair when Model != Gemma4 => 11,
        _ => null,
    });

    /// <summary>End-of-sequence token as llama.cpp resolves it.</summary>
    public int? Eos => Resolve(EosKey, Kind switch
    {
        TokenizerKind.SentencePiece => 2,
        TokenizerKind.Unigram => 1,
        TokenizerKind.BytePair when Model != Gemma4 => 11,
        _ => null,
    });

    /// <summary>Type of each token (llama_token_type); empty when the file does not tell.</summary>
    public ReadOnlySpan<int> Types => _metadata.TryGetArray<int>(TypesKey, out var types) ? types : default;

    /// <summary>Texts that the tokenizer turns into control tokens, in the order of their ids.</summary>
    public IReadOnlyList<string> ControlTokens()
    {
        var texts = new List<string>();
        var types = Types;
        for (var i = 0; i < Tokens?.Count; i++)
        {
            var isControl = i < types.Length && types[i] is UnknownType or ControlType;
            if (isControl || (Tokens.Bytes(i).Length <= 32 && EndMarkers.Contains(Tokens[i])))
            {
                texts.Add(Tokens[i]);
            }
        }

        return texts;
    }

    private int? Resolve(string key, int? defaultId) =>
        TokenId(key) is { } id && id < Tokens?.Count ? (int)id : defaultId < Tokens?.Count ? defaultId : null;
}
