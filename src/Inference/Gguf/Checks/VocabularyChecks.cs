using System.Globalization;
using System.Text;

namespace LlmGateway.Inference.Gguf.Checks;

/// <summary>Refuses vocabularies that llama.cpp asserts about or would read past.</summary>
internal static class VocabularyChecks
{
    private const int ByteType = 6;

    private static readonly string[] TokenIdKeys =
    [
        Vocabulary.BosKey, Vocabulary.EosKey, "tokenizer.ggml.eot_token_id", "tokenizer.ggml.eom_token_id",
        "tokenizer.ggml.unknown_token_id", "tokenizer.ggml.seperator_token_id", "tokenizer.ggml.padding_token_id",
        "tokenizer.ggml.cls_token_id", "tokenizer.ggml.mask_token_id",
    ];

    public static void Check(GgufMetadata metadata, Vocabulary vocabulary, ProblemList problems)
    {
        if (vocabulary.Model is null)
        {
            problems.Add($"'{Vocabulary.ModelKey}' is missing or not a string: the tokenizer is unknown.");
            return;
        }

        if (vocabulary.Kind == TokenizerKind.None)
        {
            return;
        }

        if (vocabulary.Tokens is not { Count: > 0 } tokens)
        {
            problems.Add($"'{Vocabulary.TokensKey}' is missing, empty or not an array of strings.");
            return;
        }

        CheckLengths(metadata, tokens.Count, problems);
        CheckIds(metadata, vocabulary, tokens.Count, problems);
        CheckDuplicates(tokens, problems);
        CheckByteTokens(vocabulary, tokens, problems);
        if (vocabulary.Kind == TokenizerKind.SentencePiece)
        {
            CheckByteFallback(tokens, problems);
        }

        CheckMerges(metadata, vocabulary, problems);
        CheckCharacterMap(metadata, problems);
    }

    private static void CheckLengths(GgufMetadata metadata, int tokenCount, ProblemList problems)
    {
        foreach (var (key, isPossible) in ((string, Func<GgufValueType?, bool>)[])
            [
                ("tokenizer.ggml.scores", type => type is GgufValueType.Float32 or GgufValueType.Int32),
                (Vocabulary.TypesKey, type => type is GgufValueType.Int32),
            ])
        {
            if (metadata.Contains(key))
            {
                problems.Require(isPossible(metadata.ElementTypeOf(key)), $"'{key}' is not an array of the expected number type.");
                problems.Require(
                    metadata.CountOf(key) == tokenCount, $"'{key}' has {metadata.CountOf(key)} elements for {tokenCount} tokens.");
            }
        }
    }

    private static void CheckIds(GgufMetadata metadata, Vocabulary vocabulary, int tokenCount, ProblemList problems)
    {
        foreach (var key in TokenIdKeys)
        {
            problems.Require(
                !metadata.Contains(key) || metadata.TypeOf(key) == GgufValueType.UInt32, $"'{key}' is not a UINT32.");
            problems.Require(
                vocabulary.TokenId(key) is not { } id || id < tokenCount,
                $"'{key}' is {vocabulary.TokenId(key)}, outside the vocabulary of {tokenCount} tokens.");
        }

        // The tokenizer asserts that the tokens it must add exist.
        var addsBos = vocabulary.Model == Vocabulary.Gemma4 || (metadata.TryGetBool("tokenizer.ggml.add_bos_token", out var bos)
            ? bos
            : vocabulary.Kind is TokenizerKind.SentencePiece or TokenizerKind.WordPiece or TokenizerKind.BytePair);
        var addsEos = metadata.TryGetBool("tokenizer.ggml.add_eos_token", out var eos) ? eos : vocabulary.Kind is TokenizerKind.Unigram;
        problems.Require(!addsBos || vocabulary.Bos is not null, $"the tokenizer adds a first token, but '{Vocabulary.BosKey}' names none.");
        problems.Require(!addsEos || vocabulary.Eos is not null, $"the tokenizer adds a last token, but '{Vocabulary.EosKey}' names none.");
    }

    /// <summary>llama.cpp asserts that all texts differ.</summary>
    private static void CheckDuplicates(GgufStringArray tokens, ProblemList problems)
    {
        var table = new TokenTable(tokens);
        for (var i = 0; i < tokens.Count; i++)
        {
            if (table.FindOrAdd(i) is { } other)
            {
                problems.Add($"tokens {other} and {i} of '{Vocabulary.TokensKey}' have the same text '{Printable(tokens.Bytes(i))}'.");
            }
        }
    }

    private static void CheckByteTokens(Vocabulary vocabulary, GgufStringArray tokens, ProblemList problems)
    {
        var types = vocabulary.Types;
        for (var i = 0; i < Math.Min(types.Length, tokens.Count); i++)
        {
            if (types[i] != ByteType)
            {
                continue;
            }

            var reason = vocabulary.Kind is TokenizerKind.WordPiece ? "which this tokenizer cannot have"
                : tokens.Bytes(i).Length < 5 ? "but its text is not of the form <0xNN>"
                : null;
            if (reason is not null)
            {
                problems.Add($"token {i} '{Printable(tokens.Bytes(i))}' is a byte token, {reason}.");
                return;
            }
        }
    }

    /// <summary>SentencePiece splits unknown text into bytes and ends the process when a byte has no token.</summary>
    private static void CheckByteFallback(GgufStringArray tokens, ProblemList problems)
    {
        var found = new bool[256];
        for (var i = 0; i < tokens.Count; i++)
        {
            var text = tokens.Bytes(i);
            if (text.Length == 1)
            {
                found[text[0]] = true;
            }
            else if (text.Length == 6 && text.StartsWith("<0x"u8) && text[5] == '>'
                && byte.TryParse(text[3..5], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value))
            {
                found[value] = true;
            }
        }

        var missing = Array.IndexOf(found, false);
        problems.Require(missing < 0, $"'{Vocabulary.TokensKey}' has no token for the byte <0x{missing:X2}>; this tokenizer needs all 256.");
    }

    private static void CheckMerges(GgufMetadata metadata, Vocabulary vocabulary, ProblemList problems)
    {
        const string Key = "tokenizer.ggml.merges";
        if (vocabulary.Kind != TokenizerKind.BytePair || !metadata.Contains(Key))
        {
            // A missing list is llama.cpp's own error, and one tokenizer does without.
            return;
        }

        if (!metadata.TryGetStrings(Key, out var merges))
        {
            problems.Add($"'{Key}' is not an array of strings.");
            return;
        }

        for (var i = 0; i < merges.Count; i++)
        {
            var text = merges.Bytes(i);
            if (text.Length < 3 || text[1..].IndexOf((byte)' ') < 0)
            {
                problems.Add($"merge {i} of '{Key}' is '{Printable(text)}'; two tokens with a space between them are expected.");
                return;
            }
        }
    }

    /// <summary>The map starts with the size of its first part.</summary>
    private static void CheckCharacterMap(GgufMetadata metadata, ProblemList problems)
    {
        const string Key = "tokenizer.ggml.precompiled_charsmap";
        if (metadata.Contains(Key))
        {
            var isBytes = metadata.TryGetArray<byte>(Key, out var map);
            problems.Require(isBytes || metadata.ElementTypeOf(Key) == GgufValueType.Int8, $"'{Key}' is not an array of bytes.");
            problems.Require(
                !isBytes || (map.Length > 4 && BitConverter.ToUInt32(map) <= map.Length - 5), $"'{Key}' is shorter than its own size field says.");
        }
    }

    private static string Printable(ReadOnlySpan<byte> text) =>
        Encoding.UTF8.GetString(text[..Math.Min(text.Length, 40)]).ReplaceLineEndings("\\n");
}
