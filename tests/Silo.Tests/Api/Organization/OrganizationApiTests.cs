using System.Text.Json.Nodes;
using LlmGateway.Silo.Tests.Api.Admin;
using LlmGateway.Silo.Tests.Hosting;
using LlmGateway.Silo.Tests.Http;
using LlmGateway.Silo.Tests.Limits;

namespace LlmGateway.Silo.Tests.Api.Organization;

public sealed class OrganizationApiTests(SharedSilo shared)
{
    private const string Usage = "/v1/organization/usage";
    private const string Costs = "/v1/organization/costs";

    // 2026-05-31T00:00:00Z to 2026-06-02T00:00:00Z
    private const long Start = 1780185600;
    private const string TwoDays = "start_time=1780185600&end_time=1780358400";

    [Fact]
    public async Task Completions_TwoDays_AsInTheWireFile()
    {
        using var tenant = await TenantAsync();

        Named(await PageAsync(tenant, $"{Usage}/completions?{TwoDays}"), tenant).ShouldMatch("organization-completions.json");
    }

    [Fact]
    public async Task Embeddings_Groups_AsInTheWireFile()
    {
        using var tenant = await TenantAsync();

        Named(await PageAsync(tenant, $"{Usage}/embeddings?{TwoDays}&group_by[]=model&group_by[]=project_id&group_by=user_id"), tenant).ShouldMatch("organization-embeddings.json");
    }

    [Fact]
    public async Task Costs_LineItems_AsInTheWireFile()
    {
        using var tenant = await TenantAsync();

        Named(await PageAsync(tenant, $"{Costs}?{TwoDays}&group_by=line_item,project_id"), tenant).ShouldMatch("organization-costs.json");
        (await PageAsync(tenant, $"{Costs}?{TwoDays}&bucket_width=1d&limit=180"))["data"]![0]!["results"]![0]!["amount"]!["value"]!.GetValue<decimal>().ShouldBe(1.500001m);
    }

    [Fact]
    public async Task Completions_AnsweredRequest_CountedAtOnce()
    {
        using var tenant = await TenantUnderTest.CreateAsync(shared.Silo, shared.Admin);
        var usage = (await tenant.Client.ChatAsync(ChatBody.Ask("Hello", 3))).With(200).Json;
        var day = usage["created"]!.GetValue<long>() / 86400 * 86400;

        foreach (var width in new[] { "1m", "1h", "1d" })
        {
            var page = await PageAsync(tenant, $"{Usage}/completions?start_time={day}&bucket_width={width}&limit={(width == "1m" ? 1440 : 24)}&group_by=api_key_id");

            var result = page["data"]!.AsArray().SelectMany(bucket => bucket!["results"]!.AsArray()).ShouldHaveSingleItem()!;
            result.Text("api_key_id").ShouldBe(tenant.KeyId);
            result["output_tokens"]!.GetValue<long>().ShouldBe(usage["usage"]!["completion_tokens"]!.GetValue<long>());
        }
    }

    [Fact]
    public async Task Completions_Pages_EveryBucketOnce()
    {
        using var tenant = await TenantAsync();
        foreach (var (width, seconds, count) in new[] { ("1h", 3600, 48), ("1m", 60, 48 * 60) })
        {
            List<JsonNode> buckets = [];
            var address = $"{Usage}/completions?{TwoDays}&bucket_width={width}&limit={count / 5}";
            for (var page = await PageAsync(tenant, address); ; page = await PageAsync(tenant, $"{address}&page={page.Text("next_page")}"))
            {
                buckets.AddRange(page["data"]!.AsArray().Select(bucket => bucket!));
                if (!page["has_more"]!.GetValue<bool>())
                {
                    page["next_page"].ShouldBeNull();
                    break;
                }
            }

            buckets.Select(bucket => bucket["start_time"]!.GetValue<long>()).ShouldBe(Enumerable.Range(0, count).Select(i => Start + ((long)i * seconds)));
            buckets.Where(bucket => bucket["results"]!.AsArray().Count > 0).Select(bucket => bucket["start_time"]!.GetValue<long>())
                .ShouldBe(width == "1h" ? [Start + (22 * 3600), Start + (23 * 3600), Start + (25 * 3600)] : [Start + (22 * 3600) + 600, Start + 86340, Start + (25 * 3600)]);
        }
    }

    [Fact]
    public async Task Completions_Filters_OnlyWhatFits()
    {
        using var tenant = await TenantAsync();

        (await RequestsAsync(tenant, "models=large")).ShouldBe(1);
        (await RequestsAsync(tenant, "models[]=large&models[]=gateway-tiny")).ShouldBe(4);
        (await RequestsAsync(tenant, "api_key_ids=key_b")).ShouldBe(1);
        (await RequestsAsync(tenant, "api_key_ids=key_none")).ShouldBe(0);
        (await RequestsAsync(tenant, $"project_ids={tenant.Id}")).ShouldBe(4);
        (await RequestsAsync(tenant, "project_ids=default")).ShouldBe(0);
        (await RequestsAsync(tenant, "batch=true")).ShouldBe(0);
        (await RequestsAsync(tenant, "batch=false&group_by=batch,service_tier")).ShouldBe(4);
    }

    [Theory]
    [InlineData("moderations")]
    [InlineData("images")]
    [InlineData("audio_speeches")]
    [InlineData("audio_transcriptions")]
    [InlineData("vector_stores")]
    [InlineData("code_interpreter_sessions")]
    public async Task UnusedKinds_Page_WithoutResults(string kind)
    {
        using var tenant = await TenantAsync();

        var page = await PageAsync(tenant, $"{Usage}/{kind}?{TwoDays}");

        page["data"]!.AsArray().Select(bucket => bucket!["results"]!.AsArray().Count).ShouldBe([0, 0]);
    }

    [Fact]
    public async Task AnyKind_OtherTenants_SeeNothing()
    {
        using var tenant = await TenantAsync();
        using var other = await TenantUnderTest.CreateAsync(shared.Silo, shared.Admin);

        (await RequestsAsync(other, "group_by=project_id")).ShouldBe(0);
        (await RequestsAsync(other, $"project_ids={tenant.Id}")).ShouldBe(0);
        (await RequestsAsync(other, "api_key_ids=key_a")).ShouldBe(0);
        (await PageAsync(other, $"{Costs}?{TwoDays}"))["data"]!.AsArray().ShouldAllBe(bucket => bucket!["results"]!.AsArray().Count == 0);
    }

    [Fact]
    public async Task AnyKind_KeyWithoutTheScope_Forbidden()
    {
        var key = await shared.Admin.CreateKeyAsync("default", new JsonObject { ["name"] = "test", ["scopes"] = new JsonArray("inference", "models:read") });
        using GatewayClient client = new(shared.Silo.Address, key.Text("key"));

        foreach (var path in new[] { $"{Usage}/completions", $"{Usage}/embeddings", $"{Usage}/images", Costs })
        {
            (await client.GetAsync($"{path}?{TwoDays}")).With(403).Error["code"]!.GetValue<string>().ShouldBe("insufficient_scope");
            (await shared.Admin.GetAsync($"{path}?{TwoDays}")).With(401);
        }
    }

    private async Task<TenantUnderTest> TenantAsync()
    {
        var tenant = await TenantUnderTest.CreateAsync(shared.Silo, shared.Admin);
        LedgerRows rows = new(shared.Silo, tenant.Id);
        rows.Add("2026-05-31T22:10:30Z", 1_000_000);
        rows.Add("2026-05-31T23:59:59.999Z", 1);
        rows.Add("2026-05-31T23:59:59Z", 500_000, model: "large", key: "key_b", operation: "text_completion");
        rows.Add("2026-06-01T00:00:00Z", 2, operation: "embeddings");
        rows.Add("2026-06-01T01:00:00Z", 3);
        rows.Add("2026-06-02T00:00:00Z", 1_000_000);
        return tenant;
    }

    private static async Task<JsonNode> PageAsync(TenantUnderTest tenant, string address) => (await tenant.Client.GetAsync(address)).With(200).Json;

    private static async Task<long> RequestsAsync(TenantUnderTest tenant, string query) =>
        (await PageAsync(tenant, $"{Usage}/completions?{TwoDays}&{query}"))["data"]!.AsArray().SelectMany(bucket => bucket!["results"]!.AsArray()).Sum(result => result!["num_model_requests"]!.GetValue<long>());

    private static JsonNode Named(JsonNode page, TenantUnderTest tenant) => JsonNode.Parse(page.ToJsonString().Replace(tenant.Id, "<tenant>", StringComparison.Ordinal))!;
}
