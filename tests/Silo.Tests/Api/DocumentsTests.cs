using LlmGateway.Silo.Tests.Hosting;
using LlmGateway.Silo.Tests.Http;

namespace LlmGateway.Silo.Tests.Api;

/// <summary>What the silo says of itself: documents, health and metrics.</summary>
public sealed class DocumentsTests(SharedSilo shared)
{
    [Theory]
    [InlineData("v1", "get /v1/models", "get /v1/models/{id}", "post /v1/chat/completions", "post /v1/completions", "post /v1/embeddings", "post /v1/tokenize", "post /v1/detokenize",
        "get /v1/organization/usage/completions", "get /v1/organization/usage/embeddings", "get /v1/organization/usage/moderations", "get /v1/organization/usage/images",
        "get /v1/organization/usage/audio_speeches", "get /v1/organization/usage/audio_transcriptions", "get /v1/organization/usage/vector_stores",
        "get /v1/organization/usage/code_interpreter_sessions", "get /v1/organization/costs")]
    [InlineData(
        "admin",
        "get /admin/v1/users", "post /admin/v1/users", "get /admin/v1/users/{id}", "patch /admin/v1/users/{id}", "delete /admin/v1/users/{id}",
        "get /admin/v1/users/{id}/sessions", "delete /admin/v1/users/{id}/sessions", "delete /admin/v1/users/{id}/sessions/{sid}", "delete /admin/v1/users/{id}/two-factor",
        "get /admin/v1/tenants",
        "post /admin/v1/tenants",
        "get /admin/v1/tenants/{tenant}",
        "patch /admin/v1/tenants/{tenant}",
        "delete /admin/v1/tenants/{tenant}",
        "get /admin/v1/tenants/{tenant}/keys",
        "post /admin/v1/tenants/{tenant}/keys",
        "get /admin/v1/tenants/{tenant}/keys/{id}",
        "patch /admin/v1/tenants/{tenant}/keys/{id}",
        "delete /admin/v1/tenants/{tenant}/keys/{id}",
        "post /admin/v1/tenants/{tenant}/keys/{id}/rotate",
        "get /admin/v1/audit",
        "get /admin/v1/audit/verify",
        "post /admin/v1/tenants/{tenant}/data-key/rotate",
        "get /admin/v1/tenants/{tenant}/limits",
        "put /admin/v1/tenants/{tenant}/limits",
        "get /admin/v1/tenants/{tenant}/keys/{id}/limits",
        "put /admin/v1/tenants/{tenant}/keys/{id}/limits",
        "get /admin/v1/tenants/{tenant}/budgets",
        "put /admin/v1/tenants/{tenant}/budgets",
        "get /admin/v1/prices",
        "post /admin/v1/prices",
        "delete /admin/v1/prices/{model}",
        "get /admin/v1/usage",
        "get /admin/v1/usage/reconcile",
        "get /admin/v1/invoices",
        "get /admin/v1/invoices/{tenant}/{month}",
        "get /admin/v1/upstreams",
        "post /admin/v1/upstreams",
        "get /admin/v1/upstreams/{name}",
        "delete /admin/v1/upstreams/{name}",
        "get /admin/v1/logs",
        "get /admin/v1/logs/{request_id}")]
    public async Task OpenApi_Document_ListsExactlyItsRoutes(string document, params string[] routes)
    {
        var json = (await shared.Client.GetAsync($"/openapi/{document}.json")).With(200).Json;

        json["openapi"]!.GetValue<string>().ShouldStartWith("3.");
        json["paths"]!.AsObject().SelectMany(path => path.Value!.AsObject().Select(operation => $"{operation.Key} {path.Key}")).ShouldBe(routes, ignoreOrder: true);
    }

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
