using LlmGateway.Silo.Tests.Hosting;
using LlmGateway.Silo.Tests.Http;

namespace LlmGateway.Silo.Tests.OAuth;

public sealed class PublicUrlTests
{
    [Fact]
    public async Task Discovery_PublicUrlSet_IssuerAndEndpointsThere()
    {
        await using var silo = await SiloProcess.StartAsync("--set", "LLMGW:PublicUrl=https://llm.example.com");
        using GatewayClient nobody = new(silo.Address, null);

        var server = (await nobody.GetAsync("/.well-known/openid-configuration")).With(200).Json;

        server["issuer"]!.GetValue<string>().ShouldBe("https://llm.example.com/");
        server["token_endpoint"]!.GetValue<string>().ShouldBe("https://llm.example.com/oauth/token");
    }

    [Theory]
    [InlineData("llm.example.com")]
    [InlineData("http://llm.example.com")]
    [InlineData("https://llm.example.com/path")]
    public async Task Start_BadPublicUrl_OneLine(string url)
    {
        using TemporaryFolder folder = new();

        var end = await SiloProgram.RunAsync("--urls", "http://127.0.0.1:0", "--silo-port", $"{FreePorts.Next()}", "--gateway-port", $"{FreePorts.Next()}", "--data", folder["data"], "--set", $"LLMGW:PublicUrl={url}");

        end.ExitCode.ShouldBe(1);
        end.Error.ShouldContain("LLMGW:PublicUrl");
    }
}
