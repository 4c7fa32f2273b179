using LlmGateway.Silo.Tests.Hosting;
using LlmGateway.Silo.Tests.Http;

namespace LlmGateway.Silo.Tests.Api;

/// <summary>What the silo says of itself: documents, health and metrics.</summary>
public sealed class DocumentsTests(SharedSilo shared)
{
    [Theory]
    [InlineData("v1")]
    [InlineData("admin")]
    [InlineData("scim")]
    public async Task OpenApi_Document_Version3(string document) => // Its routes: see PermissionTableTests.
        (await shared.Client.GetAsync($"/openapi/{document}.json")).With(200).Json["openapi"]!.GetValue<string>().ShouldStartWith("3.");

    [Fact]
    public async Task OpenApi_Chat_NamesItsParameters()
    {
        var schemas = (await shared.Client.GetAsync("/openapi/v1.json")).With(200).Json["components"]!["schemas"]!;

        var names = schemas["ChatRequest"]!["properties"]!.AsObject().Select(property => property.Key).ToList();

        names.ShouldContain("messages");
        names.ShouldContain("max_completion_tokens");
        names.ShouldContain("stream_options");
    }

    [Fact]
    public async Task Docs_Page_Html()
    {
        var answer = (await shared.Client.GetAsync("/docs")).With(200);

        answer.Headers["Content-Type"].ShouldStartWith("text/html");
        answer.Body.ShouldContain("<html", Case.Insensitive);
    }

    [Fact]
    public async Task Health_RunningSilo_LiveAndReady()
    {
        using var stranger = new GatewayClient(shared.Silo.Address, null);

        (await stranger.GetAsync("/health/live")).With(200).Json.ShouldMatch("health-live.json");
        (await stranger.GetAsync("/health/ready")).With(200).Json.ShouldMatch("health-ready.json");
    }

    [Fact]
    public async Task Metrics_AfterAnswers_MeasureThem()
    {
        await shared.Client.StreamAsync(ChatBody.Ask("What is the capital of France?").Streamed());

        var metrics = (await shared.Client.GetAsync("/metrics")).With(200).Body;

        foreach (var name in new[] { "gen_ai_server_request_duration_seconds", "gen_ai_server_time_to_first_token_seconds", "gen_ai_server_time_per_output_token_seconds" })
        {
            metrics.ShouldContain($"{name}_count{{");
        }

        metrics.ShouldContain("gen_ai_operation_name=\"chat\"");
        metrics.ShouldContain("gen_ai_response_model=\"gateway-tiny@v1\"");
        metrics.ShouldContain("gen_ai_client_token_usage");
        metrics.ShouldNotContain("France");
    }
}
