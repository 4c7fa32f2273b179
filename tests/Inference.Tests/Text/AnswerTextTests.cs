using System.Text;
using CsCheck;
using LlmGateway.Inference.Text;

namespace LlmGateway.Inference.Tests.Text;

public sealed class AnswerTextTests
{
    [Theory]
    [InlineData("plain")]
    [InlineData("grüße")]
    [InlineData("日本語")]
    [InlineData("a😀b")]
    [InlineData("👩‍👩‍👧")]
    public void Append_SplitAtEveryByte_WholeCharactersOnly(string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        for (var border = 0; border <= bytes.Length; border++)
        {
            var answer = new AnswerText([]);
            var first = answer.Append(bytes.AsSpan(0, border));
            var second = answer.Append(bytes.AsSpan(border));

            (first + second).ShouldBe(text);
            first.ShouldNotContain('\uFFFD');
            answer.Flush().ShouldBe("");
        }
    }

    [Fact]
    public void Append_OneByteAtATime_SameText()
    {
        const string Text = "x é 日 😀 ok";
        var answer = new AnswerText([]);

        string.Concat(Encoding.UTF8.GetBytes(Text).Select(value => answer.Append([value]))).ShouldBe(Text);
    }

    [Fact]
    public void Append_NoStop_NothingIsHeldBack()
    {
        var answer = new AnswerText([]);

        answer.Append("one"u8).ShouldBe("one");
        answer.Append(" two"u8).ShouldBe(" two");
        answer.Flush().ShouldBe("");
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Flush_IncompleteCharacter_BecomesReplacementCharacter(int bytes)
    {
        var answer = new AnswerText([]);

        var text = answer.Append([(byte)'a', .. "😀"u8[..bytes]]);

        (text + answer.Flush()).ShouldBe("a\uFFFD");
    }

    [Fact]
    public void Append_InvalidBytes_BecomeReplacementCharacters()
    {
        var answer = new AnswerText([]);

        var text = answer.Append([(byte)'a', 0xFF, (byte)'b']) + answer.Append([0xC3]) + answer.Append("c"u8);

        text.ShouldBe("a\uFFFDb\uFFFDc");
    }

    [Theory]
    [InlineData(511)]
    [InlineData(512)]
    [InlineData(5000)]
    public void Append_LongPieceAfterIncompleteCharacter_AllOfIt(int length)
    {
        var answer = new AnswerText([]);

        var text = answer.Append("😀"u8[..3]) + answer.Append(Encoding.UTF8.GetBytes(new string('a', length)));

        text.ShouldBe("\uFFFD" + new string('a', length));
    }

    [Fact]
    public void Append_StopOfManyBytesInPieces_Found()
    {
        var bytes = Encoding.UTF8.GetBytes("sehr süß 😀!");
        for (var border = 0; border <= bytes.Length; border++)
        {
            var answer = new AnswerText(["ß 😀"]);

            (answer.Append(bytes.AsSpan(0, border)) + answer.Append(bytes.AsSpan(border))).ShouldBe("sehr sü");

            answer.Stopped.ShouldBeTrue();
            answer.Flush().ShouldBe("");
        }
    }

    [Fact]
    public void Flush_BeginningOfAStop_Released()
    {
        var answer = new AnswerText(["<end>"]);

        answer.Append("text<en"u8).ShouldBe("text");
        answer.Flush().ShouldBe("<en");
    }

    [Fact]
    public void Flush_BeginningOfAStopAndIncompleteCharacter_Both()
    {
        var answer = new AnswerText(["ab"]);

        (answer.Append([(byte)'a', 0xC3]) + answer.Flush()).ShouldBe("a\uFFFD");
    }

    [Fact]
    public void Append_RandomBytesInRandomPieces_AsDecodedAtOnce() =>
        Gen.Select(Gen.Byte.Array[0, 40], Gen.Int[1, 5]).Sample(
            (bytes, size) =>
            {
                var answer = new AnswerText([]);

                var text = string.Concat(bytes.Chunk(size).Select(piece => answer.Append(piece))) + answer.Flush();

                text.ShouldBe(Encoding.UTF8.GetString(bytes));
            },
            iter: 5000,
            threads: 1);
}
