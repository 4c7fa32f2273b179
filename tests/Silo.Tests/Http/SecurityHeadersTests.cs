using LlmGateway.Silo.Tests.Hosting;

namespace LlmGateway.Silo.Tests.Http;

public sealed class SecurityHeadersTests(SharedSilo shared)
{
    [Theory]
    [InlineData("/v1/models", 200)]
    [InlineData("/v1/nothing", 404)]
    [InlineData("/admin/v1/tenants", 401)]
    [InlineData("/health/live", 200)]
    [InlineData("/openapi/v1.json", 200)]
    public async Task Api_EveryAnswer_NoPageAndNotStored(string path, int status)
    {
        var headers = (await shared.Client.GetAsync(path)).With(status).Headers;

        ShouldBeGuarded(headers);
        headers["Content-Security-Policy"].ShouldBe("default-src 'none'; frame-ancestors 'none'");
        headers["Cache-Control"].ShouldBe("no-store");
        headers.ShouldNotContainKey("Strict-Transport-Security");
    }

    [Theory]
    [InlineData("/", "script-src")]
    [InlineData("/docs/", "script-src 'none'")]
    public async Task Page_Policy_OwnFilesOnlyAndNoFrames(string path, string absent)
    {
        var headers = (await shared.Client.GetAsync(path)).With(200).Headers;

        ShouldBeGuarded(headers);
        headers["Content-Security-Policy"].ShouldStartWith("default-src 'self';");
        headers["Content-Security-Policy"].ShouldContain("frame-ancestors 'none'");
        headers["Content-Security-Policy"].ShouldNotContain("http");
        headers["Content-Security-Policy"].ShouldNotContain(absent);
    }

    [Fact]
    public async Task Stream_CacheControl_StaysNoCache()
    {
        using var events = await shared.Client.OpenAsync(ChatBody.Ask("What is the capital of France?", 2).Streamed());

        events.Response.Headers.CacheControl.ShouldNotBeNull().ToString().ShouldBe("no-cache");
        events.Response.Headers.GetValues("X-Content-Type-Options").ShouldBe(["nosniff"]);
        await events.ReadToEndAsync();
    }

    private static void ShouldBeGuarded(IReadOnlyDictionary<string, string> headers)
    {
        headers["X-Content-Type-Options"].ShouldBe("nosniff");
        headers["Referrer-Policy"].ShouldBe("no-referrer");
        headers["X-Frame-Options"].ShouldBe("DENY");
    }
}
