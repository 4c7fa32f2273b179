using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using LlmGateway.Silo.Auth;
using LlmGateway.Silo.Hosting;
using LlmGateway.Silo.Tests.Api.Admin;
using LlmGateway.Silo.Tests.Hosting;
using LlmGateway.Silo.Tests.Http;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace LlmGateway.Silo.Tests.Auth;

public sealed class FailedAttemptsTests
{
    private const int Limit = 4;
    private static readonly string[] Limited = ["--set", $"LLMGW:FailedAuthPerMinute={Limit}"];

    [Fact]
    public async Task WrongKeys_TooMany_ToldToWaitWhileRightKeysWork()
    {
        await using var silo = await SiloProcess.StartAsync(Limited);
        using var client = silo.Client();
        using var admin = silo.Admin();
        var key = await admin.CreateKeyAsync("default");
        (await admin.DeleteAsync($"/admin/v1/tenants/default/keys/{key.Text("id")}")).With(200);
        using var revoked = new GatewayClient(silo.Address, key.Text("key"));
        using var guesser = new GatewayClient(silo.Address, "sk-gw-wrong");
        for (var i = 0; i < Limit / 2; i++)
        {
            (await guesser.GetAsync("/v1/models")).With(401);
            (await guesser.PostAsync("/admin/v1/tenants", new JsonObject { ["id"] = "x" })).With(401);
        }

        foreach (var path in new[] { "/v1/models", "/admin/v1/tenants" })
        {
            var refused = (await guesser.GetAsync(path)).With(429);
            refused.Error["code"]!.GetValue<string>().ShouldBe("rate_limit_exceeded");
            int.Parse(refused.Headers["Retry-After"], CultureInfo.InvariantCulture).ShouldBeInRange(1, 60);
        }

        (await guesser.PostAsync("/admin/v1/tenants", new JsonObject { ["id"] = "x" })).With(429);
        (await client.GetAsync("/v1/models")).With(200);
        (await revoked.GetAsync("/v1/models")).With(401);
        var attempts = (await admin.GetAsync("/admin/v1/audit")).With(200).Json["data"]!.AsArray().Count(row => row!.Text("actor") == "anonymous");
        attempts.ShouldBe(Limit / 2, "Who was told to wait leaves no rows.");
    }

    [Fact]
    public async Task WrongKeys_LimitOff_AlwaysUnauthorized()
    {
        await using var silo = await SiloProcess.StartAsync("--set", "LLMGW:FailedAuthPerMinute=0");
        using var guesser = new GatewayClient(silo.Address, "sk-gw-wrong");

        for (var i = 0; i < 100; i++)
        {
            (await guesser.GetAsync("/v1/models")).With(401);
        }
    }

    [Fact]
    public void Addresses_MoreThanAreRemembered_MakeRoomAndTheNewestStillCount()
    {
        FailedAttempts attempts = new(Options.Create(new GatewayOptions { FailedAuthPerMinute = 1 }), new FakeTimeProvider());

        for (var i = 0; i < 20_000; i++)
        {
            attempts.Add(new IPAddress([10, (byte)(i >> 16), (byte)(i >> 8), (byte)i])).ShouldBeNull();
        }

        attempts.Count.ShouldBe(10_000);
        attempts.Add(IPAddress.Parse("10.0.78.31")).ShouldNotBeNull("That was the last of them.");
    }

    [Fact]
    public void Addresses_OfOneIpv6Network_CountAsOne()
    {
        FailedAttempts attempts = new(Options.Create(new GatewayOptions { FailedAuthPerMinute = 1 }), new FakeTimeProvider());

        attempts.Add(IPAddress.Parse("2001:db8:1:2::1")).ShouldBeNull();

        attempts.Add(IPAddress.Parse("2001:db8:1:2:ffff::9")).ShouldNotBeNull();
        attempts.Add(IPAddress.Parse("2001:db8:1:3::1")).ShouldBeNull();
        attempts.Count.ShouldBe(2);
    }
}
