using System.Globalization;
using System.Text.Json.Nodes;
using LlmGateway.Silo.Tests.Hosting;
using LlmGateway.Silo.Tests.Http;

namespace LlmGateway.Silo.Tests.Limits;

public sealed class ExactnessTests(SharedSilo shared)
{
    private const int Burst = 1000;

    [Fact]
    public async Task RequestsPerMinute_1000AtOnce_ExactlyTheLimitIsAnswered()
    {
        using var tenant = await TenantUnderTest.CreateAsync(shared.Silo, shared.Admin);
        await tenant.LimitAsync(new JsonObject { ["requests_per_minute"] = 100 });

        var answers = await Task.WhenAll(Enumerable.Range(0, Burst).Select(_ => tenant.Client.ChatAsync(ChatBody.Ask("Hello", 1))));

        answers.Count(answer => answer.Status == 200).ShouldBe(100);
        answers.Count(answer => answer.Status == 429).ShouldBe(Burst - 100);
        var refused = answers.First(answer => answer.Status == 429);
        refused.Error["type"]!.GetValue<string>().ShouldBe("requests");
        refused.Error["code"]!.GetValue<string>().ShouldBe("rate_limit_exceeded");
        int.Parse(refused.Headers["Retry-After"], CultureInfo.InvariantCulture).ShouldBeInRange(30, 61);
        refused.Headers["x-ratelimit-remaining-requests"].ShouldBe("0");
    }

    [Fact]
    public async Task Budget_1000AtOnce_IsNeverOverspent()
    {
        using var tenant = await TenantUnderTest.CreateAsync(shared.Silo, shared.Admin);
        await PriceAsync();
        await tenant.BudgetAsync("1.00");

        var answers = await Task.WhenAll(Enumerable.Range(0, Burst).Select(_ => tenant.Client.ChatAsync(ChatBody.Ask("Hello", 3))));

        answers.ShouldAllBe(answer => answer.Status == 200 || answer.Status == 429);
        answers.ShouldContain(answer => answer.Status == 200);
        var refused = answers.First(answer => answer.Status == 429);
        refused.Error["type"]!.GetValue<string>().ShouldBe("insufficient_quota");
        refused.Headers["x-should-retry"].ShouldBe("false");
        var budget = await tenant.BudgetAsync();
        budget["reserved"]!.GetValue<string>().ShouldBe("0");
        decimal.Parse(budget["spent"]!.GetValue<string>(), CultureInfo.InvariantCulture).ShouldBeInRange(0.1m, 1m);
    }

    [Fact]
    public async Task TokensPerMinute_ReservedThenSettled_IsShownInTheHeaders()
    {
        using var tenant = await TenantUnderTest.CreateAsync(shared.Silo, shared.Admin);
        await tenant.LimitKeyAsync(new JsonObject { ["tokens_per_minute"] = 1000 });

        var first = (await tenant.Client.ChatAsync(ChatBody.Ask("Hello", 5))).With(200);
        var used = first.Json["usage"]!["total_tokens"]!.GetValue<long>();
        var second = (await tenant.Client.ChatAsync(ChatBody.Ask("Hello", 5))).With(200);

        // The same request reserves the same, so the difference is what the first did cost.
        (long.Parse(first.Headers["x-ratelimit-remaining-tokens"], CultureInfo.InvariantCulture) - long.Parse(second.Headers["x-ratelimit-remaining-tokens"], CultureInfo.InvariantCulture))
            .ShouldBe(used);
        second.Headers["x-ratelimit-limit-tokens"].ShouldBe("1000");
        second.Headers["x-ratelimit-reset-tokens"].ShouldMatch("^1m[01]s$");
    }

    [Fact]
    public async Task ConcurrentRequests_OneOpenStream_RefusesASecondUntilItEnds()
    {
        using var tenant = await TenantUnderTest.CreateAsync(shared.Silo, shared.Admin);
        await tenant.LimitAsync(new JsonObject { ["concurrent_requests"] = 1 });
        using (var stream = await tenant.Client.OpenAsync(ChatBody.Long(500)))
        {
            (await stream.NextAsync()).ShouldNotBeNull();
            (await tenant.Client.ChatAsync(ChatBody.Ask("Hello", 1))).With(429).Headers["Retry-After"].ShouldBe("1");
        }

        await SiloProcess.WaitUntilAsync(async () => (await tenant.Client.ChatAsync(ChatBody.Ask("Hello", 1))).Status == 200, TimeSpan.FromSeconds(5));
    }

    [Fact]
    public async Task Limits_AfterTheSiloWasKilled_ContinueTheMinute()
    {
        await using var silo = await SiloProcess.StartAsync();
        using var admin = silo.Admin();
        using var tenant = await TenantUnderTest.CreateAsync(silo, admin);
        await tenant.LimitAsync(new JsonObject { ["requests_per_minute"] = 10 });
        await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => tenant.Client.ChatAsync(ChatBody.Ask("Hello", 1))));
        using var open = await tenant.Client.OpenAsync(ChatBody.Long(800));
        (await open.NextAsync()).ShouldNotBeNull();

        await silo.KillAsync();
        await silo.RestartAsync();

        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => tenant.Client.ChatAsync(ChatBody.Ask("Hello", 1))));
        answers.Count(answer => answer.Status == 200).ShouldBe(3);
    }

    // One price for all tests: another would change what they count with.
    private async Task PriceAsync() =>
        (await shared.Admin.PostAsync("/admin/v1/prices", new JsonObject { ["model"] = ChatBody.Model, ["input"] = "1000", ["output"] = "2000", ["valid_from"] = "2026-01-01T00:00:00Z" })).With(201);
}
