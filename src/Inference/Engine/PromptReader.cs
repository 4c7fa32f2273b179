using System.Buffers;
using System.Text;
using LlmGateway.Inference.Templates;

namespace LlmGateway.Inference.Engine;

/// <summary>Renders and tokenises prompts. Thread-safe; runs on the callers' threads, so that the engine's only computes.</summary>
/// <param name="vocabulary">The model's tokeniser.</param>
/// <param name="template">The model's chat template.</param>
/// <param name="controlTokens">Texts of the control tokens.</param>
/// <param name="startToken">Text of the start token, if the model has one.</param>
/// <param name="endToken">Text of the end token, if the model has one.</param>
/// <param name="contextTokens">Longest prompt.</param>
/// <param name="time">For templates that print the date.</param>
internal sealed class PromptReader(
    Vocabulary vocabulary, ChatTemplate template, IReadOnlyList<string> controlTokens, string? startToken, string? endToken, int contextTokens, TimeProvider time)
{
    private readonly SearchValues<string> _controlTokens = SearchValues.Create([.. controlTokens.Where(token => token.Length > 0)], StringComparison.Ordinal);

    /// <exception cref="InferenceException">The prompt is not of the one kind that it must be, is refused by the template, or is far too long.</exception>
    public TokenizedPrompt Read(PromptInput prompt) => prompt switch
    {
        { Tokens: { } tokens, Text: null, Messages: null } => new TokenizedPrompt(Checked(tokens), null),
        { Text: { } text, Tokens: null, Messages: null } => new TokenizedPrompt(Tokenize(text, prompt.AddSpecial, prompt.ParseSpecial), text),
        { Messages: { } messages, Tokens: null, Text: null } => Read(messages, prompt),
        _ => throw new InferenceException(InferenceErrorCode.InvalidRequest, "A prompt is either messages, text or tokens."),
    };

    private TokenizedPrompt Read(IReadOnlyList<PromptMessage> messages, PromptInput prompt)
    {
        TaintedText rendered;
        try
        {
            rendered = template.Render(new ChatTemplateInput
            {
                Messages = [.. messages.Select(message => new TemplateMessage { Role = message.Role, Content = message.Content })],
                AddGenerationPrompt = prompt.AddGenerationPrompt,
                BosToken = startToken,
                EosToken = endToken,
                Tools = prompt.Tools,
                Now = time.GetLocalNow(),
            });
        }
        catch (TemplateException e)
        {
            throw new InferenceException(InferenceErrorCode.InvalidRequest, $"The model's chat template refuses these messages: {e.Message}", e);
        }

        // A template that writes the start token itself must not get a second one.
        var addSpecial = vocabulary.AddsStartToken && !(startToken is { Length: > 0 } && rendered.Text.StartsWith(startToken, StringComparison.Ordinal));
        return new TokenizedPrompt(Tokenize(rendered, addSpecial), rendered.Text);
    }

    private IReadOnlyList<int> Tokenize(TaintedText rendered, bool addSpecial)
    {
        if (!TouchesTaint(rendered))
        {
            return Tokenize(rendered.Text, addSpecial, parseSpecial: true);
        }

        // Someone typed a control token: what users wrote is tokenised by itself, as text.
        List<int> tokens = [];
        var position = 0;
        void Add(int end, bool tainted)
        {
            if (end > position)
            {
                tokens.AddRange(Tokenize(rendered.Text[position..end], addSpecial && tokens.Count == 0, parseSpecial: !tainted));
                position = end;
            }
        }

        foreach (var range in rendered.Tainted)
        {
            Add(range.Start, tainted: false);
            Add(range.Start + range.Length, tainted: true);
        }

        Add(rendered.Text.Length, tainted: false);
        return tokens;
    }

    // Whether any control token's text, even one that straddles a border, lies partly in what users wrote.
    private bool TouchesTaint(TaintedText rendered)
    {
        if (rendered.Tainted.Count == 0)
        {
            return false;
        }

        var next = 0;
        for (var start = 0; start < rendered.Text.Length;)
        {
            var found = rendered.Text.AsSpan(start).IndexOfAny(_controlTokens);
            if (found < 0)
            {
                return false;
            }

            start += found;
            var length = controlTokens.Where(token => string.CompareOrdinal(rendered.Text, start, token, 0, token.Length) == 0).Max(token => token.Length);
            while (next < rendered.Tainted.Count && rendered.Tainted[next].Start + rendered.Tainted[next].Length <= start)
            {
                next++;
            }

            if (next < rendered.Tainted.Count && rendered.Tainted[next].Start < start + length)
            {
                return true;
            }

            start++;
        }

        return false;
    }

    private int[] Tokenize(string text, bool addSpecial, bool parseSpecial)
    {
        // Spares the tokeniser megabytes that can't fit.
        var least = (long)Encoding.UTF8.GetByteCount(text) / vocabulary.LongestToken;
        return least > contextTokens ? throw TooLong($"at least {least}") : vocabulary.Tokenize(text, addSpecial, parseSpecial);
    }

    private IReadOnlyList<int> Checked(IReadOnlyList<int> tokens)
    {
        foreach (var token in tokens)
        {
            if (token < 0 || token >= vocabulary.Size)
            {
                throw new InferenceException(InferenceErrorCode.InvalidRequest, $"Token {token} is not in the model's vocabulary, which goes from 0 to {vocabulary.Size - 1}.");
            }
        }

        return tokens;
    }

    private InferenceException TooLong(string tokens) => new(
        InferenceErrorCode.ContextLengthExceeded, $"This model's maximum context length is {contextTokens} tokens, but the prompt has {tokens}. Shorten it.");
}
