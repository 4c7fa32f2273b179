using System.Runtime.InteropServices;

namespace LlmGateway.Inference.Engine;

/// <summary>One request as the scheduler sees it: tokens, and how many of them the cache already holds.</summary>
internal abstract class Sequence
{
    private readonly List<int> _tokens;

    /// <param name="prompt">At least one token.</param>
    /// <param name="maxTokens">Most tokens to generate, at least 1.</param>
    protected Sequence(IReadOnlyList<int> prompt, int maxTokens)
    {
        ArgumentOutOfRangeException.ThrowIfZero(prompt.Count);
        ArgumentOutOfRangeException.ThrowIfLessThan(maxTokens, 1);
        _tokens = new List<int>(prompt.Count + Math.Min(maxTokens, 256));
        _tokens.AddRange(prompt);
        PromptTokens = prompt.Count;
        MaxTokens = maxTokens;
    }

    public int PromptTokens { get; }

    public int MaxTokens { get; }

    public int GeneratedTokens => _tokens.Count - PromptTokens;

    /// <summary>The prompt and what was generated.</summary>
    public ReadOnlySpan<int> Tokens => CollectionsMarshal.AsSpan(_tokens);

    /// <summary>Tokens of the prompt that did not have to be computed, since an earlier request had.</summary>
    public int Cached { get; private set; }

    /// <summary>Tokens whose keys and values are in the cache.</summary>
    public int Computed { get; private set; }

    /// <summary>Tokens of the prompt that it has cost: all of them once a part was computed.</summary>
    public int PromptRead => Computed > 0 ? PromptTokens : 0;

    /// <summary>Tokens that must still be computed before the next one can be chosen.</summary>
    public int Pending => _tokens.Count - Computed;

    /// <summary>Whether the prompt is still being read.</summary>
    public bool Prefilling => Computed < PromptTokens;

    /// <summary>Cells of the cache that this request may need in the worst case.</summary>
    public int Need => PromptTokens + MaxTokens;

    /// <summary>The native sequence id while it runs; −1 before and after.</summary>
    public int Slot { get; set; } = -1;

    public int this[int index] => _tokens[index];

    /// <summary>The cache now holds <paramref name="count"/> tokens more.</summary>
    public void Advance(int count) => Computed += count;

    /// <summary>The cache holds the beginning of the prompt already, but not its last token, whose logits are wanted.</summary>
    public void Reuse(int count)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(Computed, 0);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(count, PromptTokens);
        Computed = Cached = count;
    }

    /// <summary>Adds a generated token.</summary>
    public void Append(int token) => _tokens.Add(token);
}
