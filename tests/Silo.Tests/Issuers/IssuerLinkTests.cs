using System.Net;
using System.Text.Json.Nodes;
using LlmGateway.Silo.Tests.Api.Admin;
using LlmGateway.Silo.Tests.Hosting;
using LlmGateway.Silo.Tests.Users;

namespace LlmGateway.Silo.Tests.Issuers;

/// <summary>A gateway whose issuer makes no accounts, but may link to those that are there.</summary>
public sealed class IssuerLinkTests
{
    private const string Users = "/admin/v1/users";

    [Fact]
    public async Task Accounts_NotMadeButLinkedByVerifiedAddress()
    {
        await using var issuer = await IssuerSide.StartAsync();
        var (gateway, admin) = await IssuerPair.StartAsync(issuer, "CreateUsers=false", "LinkByEmail=true");
        await using var silo = gateway;
        using var client = admin;
        var person = await issuer.AddPersonAsync("developer");
        async Task<(BrowserClient Browser, string Error)> SignInAsync(Person who)
        {
            BrowserClient browser = new(IssuerPair.AddressOf(gateway));
            var started = (await browser.GetAsync("/account/issuers/hub?returnUrl=%2Faccount")).With(302);
            var back = await browser.GetAsync(await issuer.ConsentAsync(browser, who, new Uri(started.Headers["Location"]), "allow"));
            var page = (await browser.GetAsync(back.With(303).Headers["Location"])).With(200).Body;
            return (browser, BrowserClient.ErrorOn(WebUtility.HtmlDecode(page)) ?? "");
        }

        var (stranger, unknown) = await SignInAsync(person);
        unknown.ShouldContain("You have no account at this gateway");
        (await stranger.IsSignedInAsync()).ShouldBeFalse();
        stranger.Dispose();

        var id = (await admin.PostAsync(Users, new JsonObject { ["email"] = person.Email.ToUpperInvariant(), ["password"] = UsersSilo.Password })).With(201).Json.Text("id");
        var (early, unverified) = await SignInAsync(person);
        unverified.ShouldContain("not linked to The Hub");
        early.Dispose();

        Verify(issuer, person);
        var (linked, none) = await SignInAsync(person);
        none.ShouldBeEmpty();
        (await linked.IsSignedInAsync()).ShouldBeTrue();
        linked.Dispose();
        var user = (await IssuerPair.FindUserAsync(admin, person.Id)).ShouldNotBeNull();
        user.Text("id").ShouldBe(id);
        (await admin.GetAsync($"{IssuerPair.Tenant}/members/{id}")).With(200).Json["issuer_roles"]!.AsArray().Single()!.GetValue<string>().ShouldBe("developer");

        // The password goes on to open the account too.
        using BrowserClient local = new(gateway.Address);
        (await local.SignInAsync(person.Email, UsersSilo.Password)).With(303).Headers["Location"].ShouldBe("/");
    }

    [Fact]
    public async Task Account_OfAnOperator_NotLinkedByAddress()
    {
        await using var issuer = await IssuerSide.StartAsync();
        var (gateway, admin) = await IssuerPair.StartAsync(issuer, "LinkByEmail=true");
        await using var silo = gateway;
        using var client = admin;
        using TokenForge forge = new(issuer.Silo);
        var payload = forge.Payload("attacker", "owner");
        (payload["email"], payload["email_verified"]) = ("operator@gateway.example", true);
        using Http.GatewayClient attacker = new(gateway.Address, forge.Sign(payload));

        (await attacker.GetAsync("/admin/v1/me")).With(403).Error["code"]!.GetValue<string>().ShouldBe("email_taken");
    }

    [Fact]
    public async Task Issuer_TakenOutOfTheSettings_ItsRolesAreGone()
    {
        await using var issuer = await IssuerSide.StartAsync();
        using TokenForge forge = new(issuer.Silo);
        var token = forge.Sign(forge.Payload("somebody", "owner"));
        var (gateway, admin) = await IssuerPair.StartAsync(issuer);
        await using var silo = gateway;
        using var client = admin;
        using Http.GatewayClient holder = new(gateway.Address, token);
        var member = $"{IssuerPair.Tenant}/members/{(await holder.GetAsync("/admin/v1/me")).With(200).Json.Text("id")}";
        (await admin.GetAsync(member)).With(200);
        await gateway.StopAsync();

        await gateway.RestartAsync("--set", "LLMGW:Issuers:0:Authority=https://id.example");

        await SiloProcess.WaitUntilAsync(async () => (await admin.GetAsync(member)).Status == 404, TimeSpan.FromSeconds(20));
        (await holder.GetAsync("/admin/v1/me")).With(401);
    }

    // The issuer's users confirm their address by a link in a mail, and it has no mail server.
    private static void Verify(IssuerSide issuer, Person person) => issuer.Silo.Execute($"update users set email_confirmed = 1 where id = '{person.Id}'");
}
