using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using LlmGateway.Silo.Tests.Hosting;
using LlmGateway.Silo.Tests.Http;

namespace LlmGateway.Silo.Tests.Api.Admin;

public sealed class KeysApiTests(SharedSilo shared)
{
    private const string Question = "What is the capital of France?";

    [Fact]
    public async Task Create_Name_SecretShownOnce()
    {
        var tenant = await shared.Admin.CreateTenantAsync();

        var created = await shared.Admin.CreateKeyAsync(tenant);

        created.ShouldMatch("key-created.json");
        var secret = created.Text("key");
        secret.ShouldStartWith(created.Text("prefix"));
        created.Text("prefix").Length.ShouldBeLessThan(16);
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(secret)));
        foreach (var path in new[] { $"/admin/v1/tenants/{tenant}/keys", $"/admin/v1/tenants/{tenant}/keys/{created.Text("id")}" })
        {
            var answer = (await shared.Admin.GetAsync(path)).With(200);
            answer.Body.ShouldContain(created.Text("id"));
            answer.Body.ShouldNotContain(secret);
            answer.Body.ShouldNotContain(hash, Case.Insensitive);
            answer.Body.ShouldNotContain("\"key\":");
        }
    }

    [Fact]
    public async Task Create_ManyKeys_ListedInPages()
    {
        var tenant = await shared.Admin.CreateTenantAsync();
        List<string> ids = [];
        for (var i = 0; i < 3; i++)
        {
            ids.Add((await shared.Admin.CreateKeyAsync(tenant)).Text("id"));
        }

        var first = (await shared.Admin.GetAsync($"/admin/v1/tenants/{tenant}/keys?limit=2")).With(200).Json;
        var second = (await shared.Admin.GetAsync($"/admin/v1/tenants/{tenant}/keys?limit=2&after={first.Text("last_id")}")).With(200).Json;

        first["data"]!.AsArray().Concat(second["data"]!.AsArray()).Select(key => key!.Text("id")).ShouldBe(ids);
        (first["has_more"]!.GetValue<bool>(), second["has_more"]!.GetValue<bool>()).ShouldBe((true, false));
    }

    [Fact]
    public async Task Revoke_KeyInUse_RefusedAtOnceAndListed()
    {
        var tenant = await shared.Admin.CreateTenantAsync();
        var key = await shared.Admin.CreateKeyAsync(tenant);
        var path = $"/admin/v1/tenants/{tenant}/keys/{key.Text("id")}";
        using var client = new GatewayClient(shared.Silo.Address, key.Text("key"));
        (await client.ChatAsync(ChatBody.Ask(Question))).With(200);

        (await shared.Admin.DeleteAsync(path)).With(200).Json.Text("status").ShouldBe("revoked");

        // Revoked everywhere before the call returned: not one more request passes.
        var started = Stopwatch.GetTimestamp();
        (await client.ChatAsync(ChatBody.Ask(Question))).With(401).Error["code"]!.GetValue<string>().ShouldBe("invalid_api_key");
        Stopwatch.GetElapsedTime(started).ShouldBeLessThan(TimeSpan.FromSeconds(2));
        (await shared.Admin.GetAsync(path)).With(200).Json.Text("status").ShouldBe("revoked");
        (await shared.Admin.GetAsync($"/admin/v1/tenants/{tenant}/keys")).With(200).Json["data"]![0]!.Text("status").ShouldBe("revoked");
        (await shared.Admin.DeleteAsync(path)).With(200);
    }

    [Fact]
    public async Task Models_AllowList_OthersForbidden()
    {
        var tenant = await shared.Admin.CreateTenantAsync();
        using var allowed = await ClientAsync(tenant, "models", new JsonArray(ChatBody.Model));
        using var other = await ClientAsync(tenant, "models", new JsonArray("another-model"));

        (await allowed.ChatAsync(ChatBody.Ask(Question))).Text().ShouldBe("The capital of France is Paris.");
        var refused = (await other.ChatAsync(ChatBody.Ask(Question))).With(403);
        refused.Json.ShouldMatch("error-403-model.json");
        (await other.GetAsync("/v1/models")).With(200).Json["data"]!.AsArray().ShouldBeEmpty();
        (await other.GetAsync("/v1/models/gateway-tiny")).With(404);
    }

    [Fact]
    public async Task Scopes_ModelsOnly_ChatForbidden()
    {
        var tenant = await shared.Admin.CreateTenantAsync();
        using var reader = await ClientAsync(tenant, "scopes", new JsonArray("models:read"));
        using var writer = await ClientAsync(tenant, "scopes", new JsonArray("inference"));

        (await reader.GetAsync("/v1/models")).With(200);
        (await reader.ChatAsync(ChatBody.Ask(Question))).With(403).Json.ShouldMatch("error-403-scope.json");
        (await writer.GetAsync("/v1/models")).With(403).Error["type"]!.GetValue<string>().ShouldBe("permission_error");
        (await writer.ChatAsync(ChatBody.Ask(Question))).With(200);
    }

    [Fact]
    public async Task ExpiresAt_Passed_Unauthorized()
    {
        var tenant = await shared.Admin.CreateTenantAsync();
        var soon = TimeProvider.System.GetUtcNow().AddSeconds(1);
        using var client = await ClientAsync(tenant, "expires_at", soon.ToString("O"));

        await SiloProcess.WaitUntilAsync(async () => (await client.GetAsync("/v1/models")).Status == 401, TimeSpan.FromSeconds(10));

        TimeProvider.System.GetUtcNow().ShouldBeGreaterThan(soon);
        (await client.GetAsync("/v1/models")).With(401).Json.ShouldMatch("error-401-expired.json");
    }

    [Fact]
    public async Task Get_KeyOfAnotherTenant_NotFound()
    {
        var (mine, other) = (await shared.Admin.CreateTenantAsync(), await shared.Admin.CreateTenantAsync());
        var key = await shared.Admin.CreateKeyAsync(mine);

        (await shared.Admin.GetAsync($"/admin/v1/tenants/{other}/keys/{key.Text("id")}")).With(404);
        (await shared.Admin.DeleteAsync($"/admin/v1/tenants/{other}/keys/{key.Text("id")}")).With(404);

        using var client = new GatewayClient(shared.Silo.Address, key.Text("key"));
        (await client.GetAsync("/v1/models")).With(200);
    }

    [Fact]
    public async Task Change_EachMember_HoldsAtOnceAndNullClears()
    {
        var tenant = await shared.Admin.CreateTenantAsync();
        var key = await shared.Admin.CreateKeyAsync(tenant);
        var path = $"/admin/v1/tenants/{tenant}/keys/{key.Text("id")}";
        using var client = new GatewayClient(shared.Silo.Address, key.Text("key"));
        (await client.GetAsync("/v1/models")).With(200);

        (await shared.Admin.PatchAsync(path, new JsonObject { ["scopes"] = new JsonArray("inference"), ["name"] = " New " })).With(200).Json.Text("name").ShouldBe("New");
        (await client.GetAsync("/v1/models")).With(403);
        (await shared.Admin.PatchAsync(path, new JsonObject { ["models"] = new JsonArray("another-model") })).With(200);
        (await client.ChatAsync(ChatBody.Ask(Question))).With(403);
        var limited = (await shared.Admin.PatchAsync(path, new JsonObject { ["expires_at"] = "2999-01-01T00:00:00+02:00" })).With(200).Json;
        limited.Text("expires_at").ShouldBe("2998-12-31T22:00:00+00:00");
        limited["models"]!.AsArray().Count.ShouldBe(1);

        var cleared = (await shared.Admin.PatchAsync(path, new JsonObject { ["models"] = null, ["expires_at"] = null })).With(200).Json;

        (cleared["models"], cleared["expires_at"], cleared.Text("name")).ShouldBe((null, null, "New"));
        (await client.ChatAsync(ChatBody.Ask(Question))).With(200);
        WithoutUse((await shared.Admin.GetAsync(path)).With(200).Json).ShouldBe(WithoutUse(cleared));
        WithoutUse((await shared.Admin.GetAsync($"/admin/v1/tenants/{tenant}/keys")).With(200).Json["data"]![0]!).ShouldBe(WithoutUse(cleared));
    }

    [Fact]
    public async Task Rotate_Grace_BothSecretsWorkThenOnlyTheNew()
    {
        var tenant = await shared.Admin.CreateTenantAsync();
        var key = await shared.Admin.CreateKeyAsync(tenant);
        var path = $"/admin/v1/tenants/{tenant}/keys/{key.Text("id")}";
        using var old = new GatewayClient(shared.Silo.Address, key.Text("key"));
        (await old.GetAsync("/v1/models")).With(200);

        var rotated = (await shared.Admin.SendAsync(new HttpRequestMessage(HttpMethod.Post, $"{path}/rotate"))).With(200);

        rotated.Json.Text("id").ShouldBe(key.Text("id"));
        rotated.Json["rotated_at"].ShouldNotBeNull();
        using var renewed = new GatewayClient(shared.Silo.Address, rotated.Json.Text("key"));
        (await old.GetAsync("/v1/models")).With(200);
        (await renewed.GetAsync("/v1/models")).With(200);
        (await shared.Admin.GetAsync(path)).Body.ShouldNotContain(rotated.Json.Text("key"));

        var again = (await shared.Admin.PostAsync($"{path}/rotate", new JsonObject { ["grace_seconds"] = 0 })).With(200);

        using var newest = new GatewayClient(shared.Silo.Address, again.Json.Text("key"));
        foreach (var ended in new[] { old, renewed })
        {
            (await ended.GetAsync("/v1/models")).With(401).Error["code"]!.GetValue<string>().ShouldBe("invalid_api_key");
        }

        (await newest.GetAsync("/v1/models")).With(200);
    }

    [Fact]
    public async Task Revoked_ChangedOrRotated_Conflict()
    {
        var tenant = await shared.Admin.CreateTenantAsync();
        var key = await shared.Admin.CreateKeyAsync(tenant);
        var path = $"/admin/v1/tenants/{tenant}/keys/{key.Text("id")}";
        (await shared.Admin.DeleteAsync(path)).With(200);

        (await shared.Admin.PatchAsync(path, new JsonObject { ["name"] = "x" })).With(409).Error["code"]!.GetValue<string>().ShouldBe("key_revoked");
        (await shared.Admin.PostAsync($"{path}/rotate", new JsonObject())).With(409).Error["code"]!.GetValue<string>().ShouldBe("key_revoked");
    }

    [Fact]
    public async Task Get_ExpiredKey_StatusSaysSo()
    {
        var tenant = await shared.Admin.CreateTenantAsync();
        var key = await shared.Admin.CreateKeyAsync(tenant, new JsonObject { ["name"] = "test", ["expires_at"] = TimeProvider.System.GetUtcNow().AddSeconds(0.3).ToString("O") });

        await SiloProcess.WaitUntilAsync(
            async () => (await shared.Admin.GetAsync($"/admin/v1/tenants/{tenant}/keys/{key.Text("id")}")).Json.Text("status") == "expired", TimeSpan.FromSeconds(10));
    }

    [Fact]
    public async Task WrongPlane_EachKey_SaidWhichBelongsThere()
    {
        using var admin = shared.Silo.Admin();
        using var client = shared.Silo.Client();

        (await admin.GetAsync("/v1/models")).With(401).Error["message"]!.GetValue<string>().ShouldContain("sk-gw-");
        (await client.GetAsync("/admin/v1/tenants")).With(401).Error["message"]!.GetValue<string>().ShouldContain("admin.key");
    }

    [Theory]
    [InlineData("revoke")]
    [InlineData("suspend")]
    public async Task Stream_KeyRevokedOrTenantSuspended_EndsWithinASecond(string how)
    {
        await using var silo = await SiloProcess.StartAsync(Life.LongContext.Arguments);
        using var admin = silo.Admin();
        var tenant = await admin.CreateTenantAsync();
        var key = await admin.CreateKeyAsync(tenant);
        using var client = new GatewayClient(silo.Address, key.Text("key"));
        using var events = await client.OpenAsync(ChatBody.Long(Life.LongContext.Tokens));
        (await events.NextAsync()).ShouldNotBeNull();

        (how == "revoke"
            ? await admin.DeleteAsync($"/admin/v1/tenants/{tenant}/keys/{key.Text("id")}")
            : await admin.PatchAsync($"/admin/v1/tenants/{tenant}", new JsonObject { ["status"] = "suspended" })).With(200);

        var read = await events.ReadToEndAsync().WaitAsync(TimeSpan.FromSeconds(1), TestContext.Current.CancellationToken);
        read[^1].ShouldStartWith("data: {\"error\":");
    }

    // A key's last use is written a moment after it.
    private static string WithoutUse(JsonNode key)
    {
        key["last_used_at"] = null;
        return key.ToJsonString();
    }

    private async Task<GatewayClient> ClientAsync(string tenant, string setting, JsonNode value)
    {
        var key = await shared.Admin.CreateKeyAsync(tenant, new JsonObject { ["name"] = "test", [setting] = value });
        return new GatewayClient(shared.Silo.Address, key.Text("key"));
    }
}
