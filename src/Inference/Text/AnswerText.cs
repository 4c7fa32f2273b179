using System.Text;

namespace LlmGateway.Inference.Text;

/// <summary>Turns the bytes of tokens into whole characters, up to the first stop text.</summary>
/// <param name="stops">Texts that end the answer.</param>
internal sealed class AnswerText(IReadOnlyList<string> stops)
{
    private const int MaxPieceChars = 512;

    // Tokens may end inside a character: the decoder keeps its first bytes until the rest comes.
    private readonly Decoder _decoder = Encoding.UTF8.GetDecoder();
    private readonly StopMatcher _matcher = new(stops);

    /// <summary>Whether a stop text was reached.</summary>
    public bool Stopped => _matcher.Stopped;

    /// <summary>Takes the bytes of the next token.</summary>
    /// <returns>Text that can be shown; empty while a character or a possible stop text is incomplete.</returns>
    public string Append(ReadOnlySpan<byte> piece)
    {
        Span<char> chars = piece.Length < MaxPieceChars ? stackalloc char[MaxPieceChars] : new char[piece.Length + 1];
        var count = _decoder.GetChars(piece, chars, flush: false);
        return count == 0 ? "" : _matcher.Append(new string(chars[..count]));
    }

    /// <summary>The rest of the answer once no token follows; an incomplete character becomes U+FFFD.</summary>
    public string Flush()
    {
        Span<char> chars = stackalloc char[4];
        var count = _decoder.GetChars([], chars, flush: true);
        var last = count == 0 ? "" : _matcher.Append(new string(chars[..count]));
        return Stopped ? last : last + _matcher.Flush();
    }
}
