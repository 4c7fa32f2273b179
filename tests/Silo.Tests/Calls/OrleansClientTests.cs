using System.ClientModel;
using System.ClientModel.Primitives;
using System.Diagnostics;
using System.Text.Json.Nodes;
using LlmGateway.Silo.Tests.Access;
using LlmGateway.Silo.Tests.Api.Admin;
using LlmGateway.Silo.Tests.Hosting;
using LlmGateway.Silo.Tests.Http;
using OpenAI;
using OpenAI.Chat;

namespace LlmGateway.Silo.Tests.Calls;

/// <summary>A .NET program gets over the Orleans client what it gets over HTTP, and no more.</summary>
public sealed class OrleansClientTests(OrleansClient orleans) : IClassFixture<OrleansClient>
{
    private static readonly JsonObject Question = ChatBody.Ask("What is the capital of France?");

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task OpenAISdk_ChatAndStream_AsOverHttp()
    {
        using HttpClient http = new(orleans.Handler());
        var chat = new OpenAIClient(
            new ApiKeyCredential(orleans.Shared.Silo.ApiKey),
            new OpenAIClientOptions { Endpoint = new Uri("https://gateway.example/v1"), Transport = new HttpClientPipelineTransport(http) }).GetChatClient(ChatBody.Model);
        ChatCompletionOptions greedy = new() { Temperature = 0 };

        ChatCompletion whole = await chat.CompleteChatAsync(["What is the capital of France?"], greedy, Cancelled);
        List<string> pieces = [];
        await foreach (var update in chat.CompleteChatStreamingAsync([new UserChatMessage("What is the capital of France?")], greedy, Cancelled))
        {
            pieces.AddRange(update.ContentUpdate.Select(part => part.Text));
        }

        whole.Content[0].Text.ShouldBe("The capital of France is Paris.");
        pieces.Count.ShouldBeGreaterThan(1);
        string.Concat(pieces).ShouldBe(whole.Content[0].Text);
    }

    [Fact]
    public async Task Request_OfAKey_LimitedBilledAndLogged()
    {
        var tenant = await orleans.Shared.Admin.CreateTenantAsync();
        var key = await orleans.Shared.Admin.CreateKeyAsync(tenant);
        (await orleans.Shared.Admin.PutAsync($"/admin/v1/tenants/{tenant}/limits", """{"requests_per_minute":1}""")).With(200);
        using var client = orleans.Client(key.Text("key"));

        var answer = (await client.ChatAsync(Question)).With(200);
        (await client.ChatAsync(Question)).With(429).Headers["retry-after"].ShouldNotBeEmpty();

        answer.Headers["x-ratelimit-limit-requests"].ShouldBe("1");
        var usage = (await orleans.Shared.Admin.GetAsync($"/admin/v1/usage?tenant={tenant}")).With(200).Json["data"]!.AsArray().Single()!;
        usage["output_tokens"]!.GetValue<int>().ShouldBe(answer.Json["usage"]!["completion_tokens"]!.GetValue<int>());
        await SiloProcess.WaitUntilAsync(async () => (await orleans.Shared.Admin.GetAsync($"/admin/v1/logs/{answer.Headers["x-request-id"]}")).Status == 200, TimeSpan.FromSeconds(10));
    }

    [Fact]
    public async Task Token_OfAMember_OpensWhatTheRoleAllows()
    {
        var tenant = await orleans.Shared.Admin.CreateTenantAsync();
        using var user = await UserToken.SignInAsync(orleans.Shared, tenant, "openid inference admin");
        using var client = orleans.Client(user.Token);

        (await client.GetAsync($"/admin/v1/tenants/{tenant}")).With(404);
        (await orleans.Shared.Admin.PutAsync($"/admin/v1/tenants/{tenant}/members/{user.UserId}", """{"roles":["viewer"]}""")).With(200);

        (await client.GetAsync($"/admin/v1/tenants/{tenant}")).With(200);
        (await client.ChatAsync(Question)).With(403);
        (await client.PutAsync($"/admin/v1/tenants/{tenant}/members/{user.UserId}", """{"roles":["owner"]}""")).With(403);
        (await client.GetAsync("/admin/v1/tenants/default")).With(404);

        (await orleans.Shared.Admin.DeleteAsync($"/admin/v1/users/{user.UserId}/sessions")).With(200);
        (await client.GetAsync($"/admin/v1/tenants/{tenant}")).With(401);
    }

    [Fact]
    public async Task AdminKey_Change_InTheAudit()
    {
        using var client = orleans.Client(orleans.Shared.Silo.AdminKey);

        var tenant = await client.CreateTenantAsync();

        (await client.GetAsync($"/admin/v1/audit?tenant={tenant}")).With(200).Json["data"]!.AsArray().Single()!.Text("action").ShouldBe("tenants.create");
    }

    [Theory]
    [InlineData(null)]
    [InlineData("sk-gw-wrong")]
    [InlineData("ak-gw-wrong")]
    public async Task NoKeyOrWrongKey_EitherPlane_Refused(string? key)
    {
        using var client = orleans.Client(key);

        (await client.ChatAsync(Question)).With(401).Error["code"]!.GetValue<string>().ShouldBe("invalid_api_key");
        (await client.GetAsync("/admin/v1/tenants")).With(401);
    }

    [Fact]
    public async Task KeyRevoked_OpenStream_EndsWithinASecond()
    {
        var tenant = await orleans.Shared.Admin.CreateTenantAsync();
        var key = await orleans.Shared.Admin.CreateKeyAsync(tenant);
        using var client = orleans.Client(key.Text("key"));
        using var stream = await client.OpenAsync(ChatBody.Long(1000));
        (await stream.NextAsync()).ShouldNotBeNull();

        (await orleans.Shared.Admin.DeleteAsync($"/admin/v1/tenants/{tenant}/keys/{key.Text("id")}")).With(200);

        var revoked = Stopwatch.GetTimestamp();
        (await stream.ReadToEndAsync()).ShouldNotContain("data: [DONE]");
        Stopwatch.GetElapsedTime(revoked).ShouldBeLessThan(TimeSpan.FromSeconds(1));
        (await client.ChatAsync(Question)).With(401);
    }

    [Fact]
    public async Task ClientLeaves_GenerationEnds()
    {
        var tenant = await orleans.Shared.Admin.CreateTenantAsync();
        var key = await orleans.Shared.Admin.CreateKeyAsync(tenant);
        (await orleans.Shared.Admin.PutAsync($"/admin/v1/tenants/{tenant}/limits", """{"concurrent_requests":1}""")).With(200);
        using var client = orleans.Client(key.Text("key"));
        using (var stream = await client.OpenAsync(ChatBody.Long(1000)))
        {
            (await stream.NextAsync()).ShouldNotBeNull();
        }

        await SiloProcess.WaitUntilAsync(async () => (await client.ChatAsync(Question)).Status == 200, TimeSpan.FromSeconds(10));
    }

    [Fact]
    public async Task BadRequests_AnsweredAsOverHttp()
    {
        using var client = orleans.Client(orleans.Shared.Silo.ApiKey);

        (await client.PostAsync("/v1/chat/completions", "{")).With(400);
        (await client.PostAsync("/v1/chat/completions", new string(' ', 21 * 1024 * 1024))).With(413);
        (await client.GetAsync("/v1/nothing")).With(404).Error.ShouldContainKey("message");
        (await client.GetAsync("/v1/models")).With(200);
    }
}
