using System.Text;
using LlmGateway.Inference.Native;

namespace LlmGateway.Inference.Engine;

/// <summary>A model's tokeniser. Thread-safe.</summary>
internal sealed unsafe class Vocabulary
{
    private readonly LlamaModelHandle _model;
    private readonly nint _vocabulary;

    public Vocabulary(LlamaModelHandle model)
    {
        _model = model;
        _vocabulary = model.Vocabulary;
        Size = NativeMethods.llama_vocab_n_tokens(_vocabulary);
        AddsStartToken = NativeMethods.llama_vocab_get_add_bos(_vocabulary) != 0;
        LongestToken = LongestPiece();
    }

    /// <summary>Number of tokens.</summary>
    public int Size { get; }

    /// <summary>Whether plain text begins with the model's start token.</summary>
    public bool AddsStartToken { get; }

    /// <summary>Bytes of the longest token: no text has fewer tokens than its bytes divided by this.</summary>
    public int LongestToken { get; }

    /// <summary>Splits text into tokens.</summary>
    /// <param name="text">Any text; it is read as UTF-8.</param>
    /// <param name="addSpecial">Add the start and end tokens that the model wants.</param>
    /// <param name="parseSpecial">Read the names of control tokens as such, not as text.</param>
    /// <exception cref="InferenceException">The model was unloaded.</exception>
    public int[] Tokenize(string text, bool addSpecial, bool parseSpecial)
    {
        using var model = new LlamaModelReference(_model);
        var bytes = Encoding.UTF8.GetBytes(text);
        var tokens = new int[bytes.Length + 8]; // A byte is a token at most; start, end and a leading space may come on top.
        fixed (byte* source = bytes)
        fixed (int* target = tokens)
        {
            // An empty array has no address, and a null text must not reach C++.
            byte nothing = 0;
            var count = NativeMethods.llama_tokenize(
                _vocabulary, source is null ? &nothing : source, bytes.Length, target, tokens.Length, Byte(addSpecial), Byte(parseSpecial));
            return count < 0
                ? throw new InferenceException(InferenceErrorCode.Internal, $"The text has more tokens ({-(long)count}) than bytes.")
                : tokens.AsSpan(0, count).ToArray();
        }
    }

    /// <summary>Writes the bytes of a token. The caller keeps the model in memory, as the engine's thread does.</summary>
    /// <param name="token">Within the vocabulary: anything else would end the process.</param>
    /// <param name="buffer">At least <see cref="LongestToken"/> bytes.</param>
    /// <param name="special">Write control tokens out; otherwise they have no bytes.</param>
    public int Piece(int token, Span<byte> buffer, bool special)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(token);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(token, Size);
        fixed (byte* target = buffer)
        {
            return Math.Max(0, NativeMethods.llama_token_to_piece(_vocabulary, token, target, buffer.Length, 0, Byte(special)));
        }
    }

    /// <summary>Whether a token ends an answer.</summary>
    public bool IsEnd(int token) => NativeMethods.llama_vocab_is_eog(_vocabulary, token) != 0;

    /// <summary>The text of tokens, control tokens written out.</summary>
    /// <exception cref="InferenceException">The model was unloaded.</exception>
    public string Detokenize(IReadOnlyList<int> tokens)
    {
        using var model = new LlamaModelReference(_model);
        using var bytes = new MemoryStream();
        var buffer = new byte[LongestToken];
        foreach (var token in tokens)
        {
            bytes.Write(buffer, 0, Piece(token, buffer, special: true));
        }

        return Encoding.UTF8.GetString(bytes.GetBuffer(), 0, (int)bytes.Length);
    }

    private int LongestPiece()
    {
        var longest = 1;
        Span<byte> buffer = stackalloc byte[4];
        for (var token = 0; token < Size; token++)
        {
            fixed (byte* target = buffer)
            {
                // A negative answer is the size that it would have needed.
                longest = Math.Max(longest, Math.Abs(NativeMethods.llama_token_to_piece(_vocabulary, token, target, buffer.Length, 0, 1)));
            }
        }

        return longest;
    }

    private static byte Byte(bool value) => value ? (byte)1 : (byte)0;
}
