using System.Net;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using LlmGateway.Silo.Tests.Api.Admin;
using LlmGateway.Silo.Tests.Hosting;
using LlmGateway.Silo.Tests.Http;
using LlmGateway.Silo.Tests.Users;

namespace LlmGateway.Silo.Tests.Issuers;

/// <summary>A silo that says to others who people are: its users, its clients, and what they do there in a browser.</summary>
public sealed partial class IssuerSide : IAsyncDisposable
{
    private const string Password = "correct horse battery";
    private const string Verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
    private const string Challenge = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";
    private const string AppCallback = "https://app.example/callback";
    private const string Clients = "/admin/v1/tenants/default/oauth-clients";

    private readonly GatewayClient _anybody;
    private JsonNode _app = null!;

    private IssuerSide(SiloProcess silo) => (Silo, Admin, _anybody) = (silo, silo.Admin(), new GatewayClient(silo.Address, null));

    public SiloProcess Silo { get; }

    public GatewayClient Admin { get; }

    /// <summary>The gateway's client here: id and secret.</summary>
    public JsonNode Dashboard { get; private set; } = null!;

    public static async Task<IssuerSide> StartAsync()
    {
        IssuerSide side = new(await SiloProcess.StartAsync([], new Dictionary<string, string> { ["LLMGW__FailedAuthPerMinute"] = "0" }, _ => true));
        await side.Admin.PostAsync("/admin/v1/users", new JsonObject { ["email"] = "operator@issuer.example", ["password"] = Password });
        side._app = await side.AddClientAsync("App", AppCallback);
        side.Dashboard = await side.AddClientAsync("Dashboard", AppCallback);
        return side;
    }

    /// <summary>Settings by which a gateway trusts this issuer, as command line.</summary>
    public string[] Trust(params string[] more) => [.. new[]
    {
        "Name=hub", "DisplayName=The Hub", $"Authority={Silo.Address.GetLeftPart(UriPartial.Authority)}", "Audiences:0=llmgateway",
        $"ClientId={Dashboard.Text("id")}", $"ClientSecret={Dashboard.Text("secret")}", "Scopes:0=profile", "Scopes:1=email", "Scopes:2=roles",
        "TenantClaim=tenant", "Tenants:0:Value=default", "Tenants:0:Tenant=acme", "RoleClaim=roles",
        "Roles:0:Value=developer", "Roles:0:Roles:0=developer", "Roles:1:Value=owner", "Roles:1:Roles:0=owner", "Roles:1:Roles:1=support", "PlatformAdmins:0=platform-admin",
    }.Concat(more).SelectMany(setting => new[] { "--set", $"LLMGW:Issuers:0:{setting}" })];

    /// <summary>Lets the dashboards at these addresses send browsers here.</summary>
    public async Task AllowAsync(params Uri[] gateways) => (await Admin.PatchAsync(
        $"{Clients}/{Dashboard.Text("id")}",
        new JsonObject { ["redirect_uris"] = new JsonArray([.. gateways.Select(gateway => JsonValue.Create(new Uri(gateway, "/account/issuers/hub/callback").AbsoluteUri))]) })).With(200);

    /// <summary>A new user with roles in the issuer's default tenant.</summary>
    public async Task<Person> AddPersonAsync(params string[] roles)
    {
        var email = $"{Guid.NewGuid():n}@people.example";
        var id = (await Admin.PostAsync("/admin/v1/users", new JsonObject { ["email"] = email, ["name"] = "Ann Other", ["password"] = Password })).With(201).Json.Text("id");
        if (roles.Length > 0)
        {
            await SetRolesAsync(id, roles);
        }

        return new Person(id, email);
    }

    public async Task SetRolesAsync(string userId, params string[] roles) => (await Admin.PutAsync(
        $"/admin/v1/tenants/default/members/{userId}", new JsonObject { ["roles"] = new JsonArray([.. roles.Select(role => JsonValue.Create(role))]) })).With(200);

    /// <summary>Signs somebody in to an application here, which gets tokens for them.</summary>
    public async Task<JsonNode> TokensAsync(Person person, string scope = "openid profile email roles")
    {
        using BrowserClient browser = new(Silo.Address);
        var code = Code().Match(await ConsentAsync(
            browser,
            person,
            new Uri(Silo.Address, $"/oauth/authorize?response_type=code&client_id={_app.Text("id")}&redirect_uri={Uri.EscapeDataString(AppCallback)}&scope={Uri.EscapeDataString(scope)}&nonce=n&code_challenge={Challenge}&code_challenge_method=S256"),
            "allow")).Groups[1].Value;
        return (await _anybody.SendAsync(new HttpRequestMessage(HttpMethod.Post, "/oauth/token")
        {
            Content = new FormUrlEncodedContent(new Dictionary<string, string>
            {
                ["grant_type"] = "authorization_code",
                ["client_id"] = _app.Text("id"),
                ["client_secret"] = _app.Text("secret"),
                ["code"] = Uri.UnescapeDataString(code),
                ["redirect_uri"] = AppCallback,
                ["code_verifier"] = Verifier,
            }),
        })).With(200).Json;
    }

    /// <summary>What somebody does who was sent here: signs in, and decides whether the client may act for them.</summary>
    /// <returns>Where they are sent next.</returns>
    public async Task<string> ConsentAsync(BrowserClient browser, Person person, Uri authorize, string decision)
    {
        var answer = await browser.GetAsync(authorize.AbsoluteUri);
        if (answer.Status == 302)
        {
            var page = new Uri(Silo.Address, answer.Headers["Location"]);
            var signedIn = await browser.PostAsync(
                page.AbsoluteUri, new Uri(Silo.Address, "/account/sign-in").AbsoluteUri, ("email", person.Email), ("password", Password), ("returnUrl", authorize.PathAndQuery));
            (await browser.GetAsync(new Uri(Silo.Address, signedIn.With(303).Headers["Location"]).AbsoluteUri)).With(200).Headers["Refresh"].ShouldBe($"0;url={authorize.PathAndQuery}");
            answer = await browser.GetAsync(authorize.AbsoluteUri);
        }

        var fields = Hidden().Matches(answer.With(200).Body).Select(field => (WebUtility.HtmlDecode(field.Groups[1].Value), WebUtility.HtmlDecode(field.Groups[2].Value)));
        return (await browser.SendAsync(new Uri(Silo.Address, "/oauth/authorize").AbsoluteUri, [.. fields, ("decision", decision)])).Headers["Location"];
    }

    public async ValueTask DisposeAsync()
    {
        Admin.Dispose();
        _anybody.Dispose();
        await Silo.DisposeAsync();
    }

    private async Task<JsonNode> AddClientAsync(string name, string redirect) => (await Admin.PostAsync(Clients, new JsonObject
    {
        ["name"] = name,
        ["grant_types"] = new JsonArray("authorization_code"),
        ["redirect_uris"] = new JsonArray(redirect),
        ["confidential"] = true,
    })).With(201).Json;

    [GeneratedRegex("<input type=\"hidden\" name=\"([^\"]*)\" value=\"([^\"]*)\"")]
    private static partial Regex Hidden();

    [GeneratedRegex("[?&]code=([^&]*)")]
    private static partial Regex Code();
}
