using CsCheck;
using LlmGateway.Inference.Text;

namespace LlmGateway.Inference.Tests.Text;

public sealed class StopMatcherTests
{
    [Theory]
    [InlineData("one STOP two", "one ", "STOP")]
    [InlineData("aab", "a", "ab")]
    [InlineData("ababac", "ab", "abac")]
    [InlineData("STOP", "", "STOP")]
    [InlineData("one STO", "one STO", "STOP")]
    [InlineData("one stop", "one stop", "STOP")]
    [InlineData("xabcy", "xa", "abcd", "bc")]
    [InlineData("xabcy", "xa", "abc", "b")]
    [InlineData("xabcy", "x", "bc", "abc")]
    [InlineData("a\n\nb", "a", "\n\n")]
    [InlineData("grün 😀 rot", "grün ", "😀")]
    public void Append_AnySplit_TextBeforeTheStopThatCompletesFirst(string text, string expected, params string[] stops)
    {
        for (var pieces = 0; pieces < 1 << (text.Length - 1); pieces++)
        {
            var matcher = new StopMatcher(stops);

            Run(matcher, Split(text, pieces)).ShouldBe(expected);

            matcher.Stopped.ShouldBe(expected.Length < text.Length);
        }
    }

    [Fact]
    public void Append_RandomTextPiecesAndStops_TextBeforeTheStopThatCompletesFirst()
    {
        var text = Gen.Char["ab "].Array[0, 12].Select(chars => new string(chars));
        var stop = Gen.Char["ab "].Array[1, 4].Select(chars => new string(chars));
        Gen.Select(text, stop.Array[0, 3], Gen.Int).Sample(
            (answer, stops, pieces) =>
            {
                var matcher = new StopMatcher(stops);
                var expected = Expected(answer, stops);

                Run(matcher, Split(answer, pieces)).ShouldBe(expected ?? answer);

                matcher.Stopped.ShouldBe(expected is not null);
            },
            iter: 20_000,
            threads: 1);
    }

    [Fact]
    public void Append_NothingLikeAStop_ReleasedAtOnce()
    {
        var matcher = new StopMatcher(["###"]);

        matcher.Append("hello").ShouldBe("hello");
        matcher.Append(" #").ShouldBe(" ");
        matcher.Append("1").ShouldBe("#1");
    }

    [Fact]
    public void Append_AfterTheStop_Nothing()
    {
        var matcher = new StopMatcher(["."]);

        matcher.Append("a.b").ShouldBe("a");
        matcher.Append("c").ShouldBe("");
        matcher.Flush().ShouldBe("");
    }

    // The same by definition: grow the text a character at a time until it ends with a stop text.
    private static string? Expected(string text, string[] stops)
    {
        for (var length = 1; length <= text.Length; length++)
        {
            var longest = stops.Where(stop => text[..length].EndsWith(stop, StringComparison.Ordinal)).MaxBy(stop => stop.Length);
            if (longest is not null)
            {
                return text[..(length - longest.Length)];
            }
        }

        return null;
    }

    // Bit i set: a border behind character i.
    private static List<string> Split(string text, int borders)
    {
        List<string> pieces = [];
        var start = 0;
        for (var i = 0; i < text.Length; i++)
        {
            if (i == text.Length - 1 || ((borders >> i) & 1) == 1)
            {
                pieces.Add(text[start..(i + 1)]);
                start = i + 1;
            }
        }

        return pieces;
    }

    private static string Run(StopMatcher matcher, IEnumerable<string> pieces) => string.Concat(pieces.Select(matcher.Append)) + matcher.Flush();
}
