using LlmGateway.Web.Components.Pages.Start;

namespace LlmGateway.Web.Tests.Components.Pages.Start;

public sealed class RequestSamplesTests
{
    private readonly Dictionary<string, string> _samples =
        RequestSamples.For("https://gw.example/", "tiny").ToDictionary(sample => sample.Language, sample => sample.Code);

    [Fact]
    public void For_Languages_InOrder()
        => RequestSamples.For("https://gw.example/", "tiny").Select(sample => sample.Language).ShouldBe(["curl", "Python", "TypeScript", "C#"]);

    [Theory]
    [InlineData("curl")]
    [InlineData("Python")]
    [InlineData("TypeScript")]
    [InlineData("C#")]
    public void For_AnyLanguage_NamesModelAndAddress(string language)
    {
        _samples[language].ShouldContain("\"tiny\"");
        _samples[language].ShouldContain("https://gw.example/v1");
    }

    [Theory]
    [InlineData("curl", "Bearer $(cat data/default.key)")]
    [InlineData("Python", "os.environ[\"LLMGW_API_KEY\"]")]
    [InlineData("TypeScript", "process.env.LLMGW_API_KEY")]
    [InlineData("C#", "GetEnvironmentVariable(\"LLMGW_API_KEY\")")]
    public void For_AnyLanguage_ReadsTheKey(string language, string expected)
        => _samples[language].ShouldContain(expected);
}
