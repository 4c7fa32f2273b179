using System.Diagnostics;
using LlmGateway.Silo.Tests.Hosting;
using LlmGateway.Silo.Tests.Http;
using LlmGateway.Silo.Tests.Users;

namespace LlmGateway.Silo.Tests.Issuers;

/// <summary>An issuer that does not answer.</summary>
public sealed class IssuerLossTests
{
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(7);

    // Longer than the issuer is left in peace between two looks at its keys.
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(20);

    [Fact]
    public async Task Issuer_Stopped_KnownKeysHoldAndTheRestIsSaidInTime()
    {
        await using var issuer = await IssuerSide.StartAsync();
        var (gateway, admin) = await IssuerPair.StartAsync(issuer);
        await using var silo = gateway;
        using var client = admin;
        using TokenForge forge = new(issuer.Silo);
        using GatewayClient seen = new(gateway.Address, forge.Sign(forge.Payload("seen", "developer")));
        (await seen.GetAsync("/v1/models")).With(200);

        await issuer.Silo.KillAsync();

        (await seen.GetAsync("/v1/models")).With(200);
        using GatewayClient unseen = new(gateway.Address, forge.Sign(forge.Payload("unseen", "developer")));
        (await unseen.GetAsync("/v1/models")).With(200);
        var header = forge.Header();
        header["kid"] = "unknown";
        using GatewayClient other = new(gateway.Address, TokenForge.Sign(header, forge.Payload("other", "developer"), forge.Key));
        // It was asked a moment ago, and so it isn't at once.
        var started = Stopwatch.GetTimestamp();
        (await other.GetAsync("/v1/models")).Status.ShouldBeOneOf(401, 503);
        Stopwatch.GetElapsedTime(started).ShouldBeLessThan(Bound);
        await SiloProcess.WaitUntilAsync(async () => (await other.GetAsync("/v1/models")).Status == 503, Pause);
        await ShouldBeUnavailableAsync(other);
        using BrowserClient browser = new(IssuerPair.AddressOf(gateway));
        (await browser.GetAsync("/account/issuers/hub")).With(302); // Where it is has not been forgotten.

        // It comes back with other keys.
        File.Delete(Path.Combine(issuer.Silo.Data, "oauth-keys.json"));
        await issuer.Silo.RestartAsync();
        using TokenForge renewed = new(issuer.Silo);
        using GatewayClient after = new(gateway.Address, renewed.Sign(renewed.Payload("after", "developer")));
        await SiloProcess.WaitUntilAsync(async () => (await after.GetAsync("/v1/models")).Status == 200, Pause);
        using GatewayClient before = new(gateway.Address, forge.Sign(forge.Payload("before", "developer")));
        (await before.GetAsync("/v1/models")).With(401);
    }

    [Fact]
    public async Task Issuer_NeverThere_SaidInTimeAndSignInByPasswordWorks()
    {
        await using var issuer = await IssuerSide.StartAsync();
        using TokenForge forge = new(issuer.Silo);
        var token = forge.Sign(forge.Payload("nobody", "developer"));
        await issuer.Silo.KillAsync();
        await using var gateway = await SiloProcess.StartAsync(issuer.Trust());
        using GatewayClient holder = new(gateway.Address, token);

        var started = Stopwatch.GetTimestamp();
        await ShouldBeUnavailableAsync(holder);
        await ShouldBeUnavailableAsync(holder);
        using BrowserClient browser = new(IssuerPair.AddressOf(gateway));
        var back = (await browser.GetAsync("/account/issuers/hub?returnUrl=%2Faccount")).With(303);

        Stopwatch.GetElapsedTime(started).ShouldBeLessThan(Bound);
        back.Headers["Location"].ShouldBe("/sign-in?returnUrl=%2Faccount");
        BrowserClient.ErrorOn((await browser.GetAsync(back.Headers["Location"])).With(200).Body).ShouldNotBeNull().ShouldContain("can&#x27;t be reached");
        (await browser.PostAsync("/setup", "/account/setup", ("adminKey", gateway.AdminKey), ("email", "a@gateway.example"), ("password", UsersSilo.Password))).With(303).Headers["Location"].ShouldBe("/account");
    }

    private static async Task ShouldBeUnavailableAsync(GatewayClient client)
    {
        var answer = (await client.GetAsync("/v1/models")).With(503);
        answer.Error["code"]!.GetValue<string>().ShouldBe("issuer_unavailable");
        answer.Headers.ShouldContainKey("Retry-After");
    }
}
