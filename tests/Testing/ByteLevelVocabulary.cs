using System.Text;

namespace LlmGateway.Testing;

/// <summary>A made-up byte-pair vocabulary of any size that llama.cpp's <c>gpt2</c> tokenizer accepts.</summary>
/// <remarks>Ids 0 to 255 are the bytes in GPT-2's printable spelling, then merges of letters, and the control tokens at the end.</remarks>
public sealed class ByteLevelVocabulary
{
    private const int NormalType = 1;
    private const int ControlType = 3;

    private static readonly string[] ControlTexts = ["<|endoftext|>", "<|im_start|>", "<|im_end|>"];

    /// <summary>Makes a vocabulary.</summary>
    /// <param name="size">Tokens in all; at least 259.</param>
    public ByteLevelVocabulary(int size)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(size, 256 + ControlTexts.Length);
        var tokens = new List<string>(size);
        var merges = new List<string>();
        var left = new Queue<string>(size);
        AddBytes(tokens);
        for (var letter = 'a'; letter <= 'z'; letter++)
        {
            left.Enqueue($"{letter}");
        }

        while (tokens.Count < size - ControlTexts.Length)
        {
            var prefix = left.Dequeue();
            for (var letter = 'a'; letter <= 'z' && tokens.Count < size - ControlTexts.Length; letter++)
            {
                merges.Add($"{prefix} {letter}");
                tokens.Add($"{prefix}{letter}");
                left.Enqueue($"{prefix}{letter}");
            }
        }

        EndOfText = tokens.Count;
        tokens.AddRange(ControlTexts);
        Tokens = tokens;
        Merges = merges;
        Types = [.. Enumerable.Range(0, size).Select(id => id < EndOfText ? NormalType : ControlType)];
    }

    /// <summary>Token texts by id.</summary>
    public IReadOnlyList<string> Tokens { get; }

    /// <summary>Pairs to join, the most urgent first.</summary>
    public IReadOnlyList<string> Merges { get; }

    /// <summary>llama_token_type of each token.</summary>
    public IReadOnlyList<int> Types { get; }

    /// <summary>Id of &lt;|endoftext|&gt;; &lt;|im_start|&gt; and &lt;|im_end|&gt; follow it.</summary>
    public int EndOfText { get; }

    private static void AddBytes(List<string> tokens)
    {
        // Bytes without a printable Latin-1 character are written as characters from U+0100 on.
        var next = 256;
        for (var value = 0; value < 256; value++)
        {
            var isPrintable = value is (>= '!' and <= '~') or (>= 0xA1 and <= 0xAC) or >= 0xAE;
            tokens.Add(new Rune(isPrintable ? value : next++).ToString());
        }
    }
}
