using System.Net;
using LlmGateway.Web.Tests.Fakes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace LlmGateway.Web.Tests;

/// <summary>The dashboard in a host of its own on the loopback interface.</summary>
public sealed class WebHostTests : IAsyncLifetime
{
    private readonly FakeModelCatalog _catalog = new();
    private readonly HttpClient _browser = new();
    private WebApplication? _host;

    public async ValueTask InitializeAsync()
    {
        // The library's own manifest of static assets stands in for that of a program, where the same files lie below _content/LlmGateway.Web.
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { ApplicationName = "LlmGateway.Web", ContentRootPath = AppContext.BaseDirectory });
        builder.WebHost.UseUrls("http://127.0.0.1:0").UseStaticWebAssets();
        builder.Logging.ClearProviders();
        builder.Services.AddWeb();
        builder.Services.AddSingleton<IGrainFactory>(new FakeGrainFactory(_catalog));
        _host = builder.Build();
        _host.UseAntiforgery();
        _host.MapWeb();
        _host.MapGet("/api/gone", () => Results.Json(new { error = "gone" }, statusCode: StatusCodes.Status404NotFound));
        _host.MapGet("/api/secret", () => Results.StatusCode(StatusCodes.Status401Unauthorized));
        await _host.StartAsync(TestContext.Current.CancellationToken);
        _browser.BaseAddress = new Uri(_host.Urls.Single());
        _browser.DefaultRequestHeaders.Add("Accept", "text/html,*/*;q=0.8");
    }

    public async ValueTask DisposeAsync()
    {
        _browser.Dispose();
        await _host!.DisposeAsync();
    }

    [Fact]
    public async Task Get_Start_ArrivesFilled()
    {
        _catalog.Serve(Routes.Model("tiny", Routes.Ready()));

        string page = await _browser.GetStringAsync("/", TestContext.Current.CancellationToken);

        page.ShouldContain("1 of 1 ready");
        page.ShouldContain($"{_browser.BaseAddress}v1/chat/completions");
    }

    [Fact]
    public async Task Get_Start_NothingFromElsewhereAndNoInlineScript()
    {
        string page = await _browser.GetStringAsync("/", TestContext.Current.CancellationToken);

        page.ShouldNotContain("<script>");
        page.ShouldNotContain("importmap");
        page.ShouldNotContain("onclick=");
        page.ShouldNotMatch("(src|href)=\"(https?:)?//");
    }

    [Fact]
    public async Task Get_ThemeRemembered_FirstPictureHasIt()
    {
        _browser.DefaultRequestHeaders.Add("Cookie", "llmgw-theme=dark");

        string page = await _browser.GetStringAsync("/", TestContext.Current.CancellationToken);

        page.ShouldContain("<meta name=\"color-scheme\" content=\"dark\"");
    }

    [Fact]
    public async Task Get_UnknownPage_StyledAndStill404()
    {
        var response = await _browser.GetAsync("/nothing/here", TestContext.Current.CancellationToken);

        response.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).ShouldContain("Nothing here");
    }

    [Fact]
    public async Task Get_UnknownPageByAProgram_NoBody()
    {
        _browser.DefaultRequestHeaders.Remove("Accept");

        var response = await _browser.GetAsync("/nothing/here", TestContext.Current.CancellationToken);

        response.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("/api/gone", HttpStatusCode.NotFound, """{"error":"gone"}""")]
    [InlineData("/api/secret", HttpStatusCode.Unauthorized, "")]
    public async Task Get_OtherErrors_LeftAlone(string path, HttpStatusCode status, string body)
    {
        var response = await _browser.GetAsync(path, TestContext.Current.CancellationToken);

        response.StatusCode.ShouldBe(status);
        (await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).ShouldBe(body);
    }

    [Theory]
    [InlineData("/web.css", "text/css")]
    [InlineData("/Components/Shared/CodeBlock.razor.js", "text/javascript")]
    [InlineData("/_content/MudBlazor/MudBlazor.min.css", "text/css")]
    public async Task Get_StaticAsset_Served(string path, string type)
    {
        var response = await _browser.GetAsync(path, TestContext.Current.CancellationToken);

        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        response.Content.Headers.ContentType!.MediaType.ShouldBe(type);
        (await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).ShouldNotBeEmpty();
    }
}
