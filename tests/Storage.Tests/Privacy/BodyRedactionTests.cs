using System.Text;

namespace LlmGateway.Storage.Tests;

public sealed class BodyRedactionTests
{
    [Theory]
    [InlineData("""{ "a": "anna@example.com", "n": [1, 2.5, true, null] }""", """{"a":"[email]","n":[1,2.5,true,null]}""")]
    [InlineData("""{"a":"line\n4111111111111111","b":"anna\u0040example.com"}""", """{"a":"line\n[card]","b":"[email]"}""")]
    [InlineData("""{"anna@example.com":4111111111111111,"seed":1234567890123}""", """{"[email]":"[card]","seed":1234567890123}""")]
    [InlineData("""{"messages":[{"role":"user","content":"I am anna@example.com and my""", """{"messages":[{"role":"user","content":""")] // broken off
    [InlineData("""{"broken" anna@example.com""", """{"broken" [email]""")]
    [InlineData("anna@example.com", "[email]")]
    [InlineData("", "")]
    public void Redact_Body_Redacted(string body, string expected) => Redact(body).ShouldBe(expected);

    [Fact]
    public void Redact_ValueSplitAmongEvents_LabelInTheFirstOfThem()
    {
        string Event(string text, int index = 0) => $"data: {{\"id\":\"x\",\"choices\":[{{\"index\":{index},\"delta\":{{\"content\":\"{text}\"}}}}]}}\n\n";
        var stream = $": ping\n\n{Event("Mail an")}{Event("na@exam")}{Event("4111", 1)}{Event("ple.com")}{Event("!")}{Event(" 1111 1111", 1)}data: [DONE]\n\n";

        Redact(stream).ShouldBe($": ping\n\n{Event("Mail [email]")}{Event("")}{Event("4111", 1)}{Event("")}{Event("!")}{Event(" 1111 1111", 1)}data: [DONE]\n\n");
    }

    [Fact]
    public void Redact_ToolArgumentsAndLogprobs_Redacted()
    {
        const string stream =
            """
            event: x
            data: {"choices":[{"delta":{"tool_calls":[{"index":0,"function":{"arguments":"{\"to\":\"an"}}]},"logprobs":{"content":[{"token":"an"}]}}]}

            data: {"choices":[{"delta":{"tool_calls":[{"index":0,"function":{"arguments":"na@example.com\"}"}}]},"logprobs":null}]}


            """;

        var result = Redact(stream);

        result.ShouldContain("""{"arguments":"{\"to\":\"[email]"}""");
        result.ShouldContain("""{"arguments":"\"}"}""");
        result.ShouldNotContain("token");
        result.ShouldStartWith("event: x\ndata: ");
    }

    private static string Redact(string body) => BodyRedaction.Redact(Encoding.UTF8.GetBytes(body));
}
