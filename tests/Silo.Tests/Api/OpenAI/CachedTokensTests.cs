using LlmGateway.Silo.Tests.Api.Admin;
using LlmGateway.Silo.Tests.Hosting;
using LlmGateway.Silo.Tests.Http;

namespace LlmGateway.Silo.Tests.Api.OpenAI;

/// <summary>What of a prompt was computed for an earlier request of the tenant is told and billed as cached; nobody else's ever is.</summary>
public sealed class CachedTokensTests(SharedSilo shared)
{
    [Fact]
    public async Task LongPrompt_AskedAgain_CachedForTheTenantAlone()
    {
        var (tenant, one) = await TenantAsync();
        var (_, other) = await TenantAsync();
        using (one)
        using (other)
        {
            var body = ChatBody.Ask($"{string.Concat(Enumerable.Repeat("Answer in one short sentence. ", 40))}What is the capital of France?", 12);

            var first = Usage((await one.ChatAsync(body)).With(200));
            var second = Usage((await one.ChatAsync(body)).With(200));
            var strangers = Usage((await other.ChatAsync(body)).With(200));

            (first.Cached, strangers.Cached).ShouldBe((0, 0));
            second.ShouldBe((first.Prompt, first.Prompt - 1));
            var billed = (await shared.Admin.GetAsync($"/admin/v1/usage?tenant={tenant}")).With(200).Json["data"]!.AsArray().Single()!;
            (billed["input_tokens"]!.GetValue<int>(), billed["cached_tokens"]!.GetValue<int>()).ShouldBe((2 * first.Prompt, second.Cached));
        }
    }

    private async Task<(string Tenant, GatewayClient Client)> TenantAsync()
    {
        var tenant = await shared.Admin.CreateTenantAsync();
        return (tenant, new GatewayClient(shared.Silo.Address, (await shared.Admin.CreateKeyAsync(tenant)).Text("key")));
    }

    private static (int Prompt, int Cached) Usage(Answer answer) => answer.Json["usage"]! is var usage
        ? (usage["prompt_tokens"]!.GetValue<int>(), usage["prompt_tokens_details"]!["cached_tokens"]!.GetValue<int>()) : default;
}
