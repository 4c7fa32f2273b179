using System.Text.Json.Nodes;
using LlmGateway.Silo.Tests.Api.Admin;
using LlmGateway.Silo.Tests.Hosting;
using LlmGateway.Silo.Tests.Http;
using LlmGateway.Silo.Tests.Users;

namespace LlmGateway.Silo.Tests.Issuers;

/// <summary>Two silos: one says who people are, the other trusts it.</summary>
public sealed class IssuerPair : IAsyncLifetime
{
    public const string Tenant = "/admin/v1/tenants/acme";

    public IssuerSide Issuer { get; private set; } = null!;

    public SiloProcess Gateway { get; private set; } = null!;

    /// <summary>A client with the gateway's admin key.</summary>
    public GatewayClient Admin { get; private set; } = null!;

    internal TokenForge Forge { get; private set; } = null!;

    /// <summary>The gateway as browsers reach it: cookies go by the host alone, and the issuer is another one.</summary>
    public Uri Address => AddressOf(Gateway);

    public static Uri AddressOf(SiloProcess silo) => new UriBuilder(silo.Address) { Host = "localhost" }.Uri;

    public async ValueTask InitializeAsync()
    {
        Issuer = await IssuerSide.StartAsync();
        (Gateway, Admin) = await StartAsync(Issuer);
        Forge = new TokenForge(Issuer.Silo);
    }

    /// <summary>Starts a gateway that trusts an issuer.</summary>
    public static async Task<(SiloProcess Gateway, GatewayClient Admin)> StartAsync(IssuerSide issuer, params string[] settings)
    {
        var gateway = await SiloProcess.StartAsync(
            issuer.Trust(settings), new Dictionary<string, string> { ["LLMGW__FailedAuthPerMinute"] = "0" }, health => health["status"]!.GetValue<string>() == "ready");
        var admin = gateway.Admin();
        await admin.PostAsync("/admin/v1/users", new JsonObject { ["email"] = "operator@gateway.example" });
        (await admin.PostAsync("/admin/v1/tenants", new JsonObject { ["id"] = "acme" })).With(201);
        await issuer.AllowAsync(AddressOf(gateway));
        return (gateway, admin);
    }

    public BrowserClient Browser() => new(Address);

    /// <summary>A client with a token.</summary>
    public GatewayClient Client(string token) => new(Gateway.Address, token);

    /// <summary>Signs a person in through the issuer.</summary>
    /// <returns>What the gateway says when they come back.</returns>
    public async Task<Answer> SignInAsync(BrowserClient browser, Person person, string returnUrl = "/account", string decision = "allow")
    {
        var started = (await browser.GetAsync($"/account/issuers/hub?returnUrl={Uri.EscapeDataString(returnUrl)}")).With(302);
        var back = new Uri(await Issuer.ConsentAsync(browser, person, new Uri(started.Headers["Location"]), decision));
        back.GetLeftPart(UriPartial.Path).ShouldBe(new Uri(browser.Address, "/account/issuers/hub/callback").AbsoluteUri);
        return await browser.GetAsync(back.AbsoluteUri);
    }

    /// <summary>The gateway's user of a person; null for none.</summary>
    public static async Task<JsonNode?> FindUserAsync(GatewayClient admin, string subject) =>
        (await admin.GetAsync("/admin/v1/users?limit=100")).With(200).Json["data"]!.AsArray().SingleOrDefault(user => user!["identities"]!.AsArray().Any(identity => identity!.Text("subject") == subject));

    public async ValueTask DisposeAsync()
    {
        Forge.Dispose();
        Admin.Dispose();
        await Gateway.DisposeAsync();
        await Issuer.DisposeAsync();
    }
}
