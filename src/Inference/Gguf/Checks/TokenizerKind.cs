namespace LlmGateway.Inference.Gguf.Checks;

/// <summary>llama.cpp's tokenizer families.</summary>
internal enum TokenizerKind
{
    /// <summary>No vocabulary in the file.</summary>
    None,

    /// <summary>SentencePiece, <c>llama</c>.</summary>
    SentencePiece,

    /// <summary>Byte pairs with a list of merges, <c>gpt2</c> and others.</summary>
    BytePair,

    /// <summary>WordPiece, <c>bert</c>.</summary>
    WordPiece,

    /// <summary>Unigram, <c>t5</c>.</summary>
    Unigram,

    /// <summary>Greedy longest match, <c>rwkv</c>.</summary>
    Rwkv,

    /// <summary>Anything else: llama.cpp's own error decides.</summary>
    Other,
}
