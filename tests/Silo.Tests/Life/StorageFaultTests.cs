using System.Text.Json.Nodes;
using LlmGateway.Silo.Tests.Hosting;
using LlmGateway.Silo.Tests.Http;
using LlmGateway.Silo.Tests.Limits;
using LlmGateway.Silo.Tests.Upstreams;
using Microsoft.Data.Sqlite;

namespace LlmGateway.Silo.Tests.Life;

/// <summary>The database can't be written, or holds what nobody can read.</summary>
public sealed class StorageFaultTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task Database_LockedByAnother_RequestsWaitOrAreRefusedAndNothingIsLost()
    {
        await using var silo = await SiloProcess.StartAsync();
        using var admin = silo.Admin();
        using var client = silo.Client();
        List<Answer> answers = [(await client.ChatAsync(ChatBody.Ask("Hello", 1))).With(200)];
        using var stream = await client.OpenAsync(ChatBody.Long(20));
        (await stream.NextAsync()).ShouldNotBeNull();
        Task<Answer> running;
        using (var other = Open(silo))
        {
            Execute(other, "BEGIN EXCLUSIVE");
            running = client.ChatAsync(ChatBody.Ask("Hello", 1));
            var tenant = admin.PostAsync("/admin/v1/tenants", new JsonObject { ["id"] = "locked-out" });
            Answer? refused = null;
            await SiloProcess.WaitUntilAsync(async () => (refused = await ProbeAsync(silo)) is { Status: 503 }, Limit);

            refused!.Error["code"]!.GetValue<string>().ShouldBe("ledger_unavailable");
            refused.Headers["Retry-After"].ShouldBe("1");
            running.IsCompleted.ShouldBeFalse();
            (await admin.GetAsync("/admin/v1/tenants/default")).With(200);
            var failed = (await tenant.WaitAsync(Limit, TestContext.Current.CancellationToken)).With(503);
            failed.Error["code"]!.GetValue<string>().ShouldBe("audit_unavailable");
            failed.Error["message"]!.GetValue<string>().ShouldStartWith("Nothing was changed: the call was refused with status 503.");
            failed.Headers["Retry-After"].ShouldBe("1");
            Execute(other, "ROLLBACK");
        }

        answers.Add((await running).With(200));
        (await stream.ReadToEndAsync())[^1].ShouldBe("data: [DONE]");
        await SiloProcess.WaitUntilAsync(async () => (await client.ChatAsync(ChatBody.Ask("Hello", 1))).Status == 200, Limit);

        // What was refused was not done by half.
        (await admin.GetAsync("/admin/v1/tenants/locked-out")).With(404);
        (await admin.PostAsync("/admin/v1/tenants", new JsonObject { ["id"] = "locked-out" })).With(201);
        var ids = answers.Select(answer => answer.Headers["x-request-id"]).Append(stream.Response.Headers.GetValues("x-request-id").Single());
        ids.ShouldAllBe(id => LedgerEntry.Find(silo.Data, id) != null);
        (await admin.GetAsync("/admin/v1/usage/reconcile")).With(200).Json["missing"]!.GetValue<int>().ShouldBe(0);
    }

    [Fact]
    public async Task Disk_Full_RequestsRefusedAndNothingIsLost()
    {
        Assert.SkipUnless(SmallDisk.Allowed, "This machine lets no user mount a disk.");
        await using var silo = await SiloProcess.StartOnDiskAsync(megabytes: 64);
        using var admin = silo.Admin();
        using var client = silo.Client();
        List<Answer> answers = [(await client.ChatAsync(ChatBody.Ask("Hello", 1))).With(200)];
        var filler = Path.Combine(silo.Data, "filler");
        SmallDisk.Fill(filler);

        var running = client.ChatAsync(ChatBody.Ask("Hello", 1));
        Answer? refused = null;
        await SiloProcess.WaitUntilAsync(async () => (refused = await ProbeAsync(silo)) is { Status: 503 }, Limit);
        var tenant = (await admin.PostAsync("/admin/v1/tenants", new JsonObject { ["id"] = "no-room" })).With(503);

        refused!.Error["code"]!.GetValue<string>().ShouldBe("ledger_unavailable");
        tenant.Error["message"]!.GetValue<string>().ShouldStartWith("Nothing was changed");
        (await admin.GetAsync("/admin/v1/tenants/default")).With(200);
        File.Delete(filler);

        answers.Add((await running).With(200));
        await SiloProcess.WaitUntilAsync(async () => (await client.ChatAsync(ChatBody.Ask("Hello", 1))).Status == 200, Limit);
        (await admin.GetAsync("/admin/v1/tenants/no-room")).With(404);
        (await admin.PostAsync("/admin/v1/tenants", new JsonObject { ["id"] = "no-room" })).With(201);
        foreach (var id in answers.Select(answer => answer.Headers["x-request-id"]))
        {
            await SiloProcess.WaitUntilAsync(async () => (await admin.GetAsync($"/admin/v1/logs/{id}")).Status == 200, Limit);
        }

        (await admin.GetAsync("/admin/v1/usage/reconcile")).With(200).Json["missing"]!.GetValue<int>().ShouldBe(0);
    }

    [Fact]
    public async Task Limiter_StateUnreadable_AdmitsNobody()
    {
        await using var silo = await SiloProcess.StartAsync();
        using var admin = silo.Admin();
        using var tenant = await TenantUnderTest.CreateAsync(silo, admin);
        await tenant.LimitAsync(new JsonObject { ["requests_per_minute"] = 5 });
        await silo.KillAsync();
        using (var file = Open(silo))
        {
            Execute(file, $"UPDATE OrleansStorage SET PayloadBinary = x'ffffffffffffffff' WHERE GrainIdExtensionString LIKE '%{tenant.Id}%' AND GrainTypeString LIKE '%rate-limit%'").ShouldBe(1);
        }

        await silo.RestartAsync();

        var refused = (await tenant.Client.ChatAsync(ChatBody.Ask("Hello", 1))).With(503);
        refused.Error["code"]!.GetValue<string>().ShouldBe("limiter_unavailable");
        refused.Headers["Retry-After"].ShouldBe("1");
        using var other = silo.Client();
        (await other.ChatAsync(ChatBody.Ask("Hello", 1))).With(200);
    }

    // One that was let in before the ledger knew waits for the lock: it is left.
    private static async Task<Answer?> ProbeAsync(SiloProcess silo)
    {
        using HttpClient http = new() { BaseAddress = silo.Address, Timeout = TimeSpan.FromMilliseconds(500) };
        http.DefaultRequestHeaders.Authorization = new("Bearer", silo.ApiKey);
        try
        {
            using StringContent body = new(ChatBody.Ask("Hello", 1).ToJsonString(), System.Text.Encoding.UTF8, "application/json");
            using var answer = await http.PostAsync(new Uri("/v1/chat/completions", UriKind.Relative), body, TestContext.Current.CancellationToken);
            return await Answer.ReadAsync(answer);
        }
        catch (TaskCanceledException)
        {
            return null;
        }
    }

    private static SqliteConnection Open(SiloProcess silo)
    {
        SqliteConnection connection = new($"Data Source={Path.Combine(silo.Data, "gateway.db")};Pooling=False");
        connection.Open();
        return connection;
    }

    private static int Execute(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteNonQuery();
    }
}
