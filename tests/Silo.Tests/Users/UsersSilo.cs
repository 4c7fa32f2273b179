using LlmGateway.Silo.Tests.Hosting;
using LlmGateway.Silo.Tests.Http;

namespace LlmGateway.Silo.Tests.Users;

/// <summary>A silo with users, whom each test makes anew.</summary>
public sealed class UsersSilo : IAsyncLifetime
{
    public const string Password = "correct horse battery";

    public SiloProcess Silo { get; private set; } = null!;

    public GatewayClient Admin { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Silo = await SiloProcess.StartAsync(
            [], new Dictionary<string, string> { ["LLMGW__FailedAuthPerMinute"] = "0" }, health => health["status"]!.GetValue<string>() == "ready");
        Admin = Silo.Admin();
        await NewUserAsync(); // The first one administers the whole gateway.
    }

    /// <summary>A browser that nobody is signed in with.</summary>
    public BrowserClient Browser() => new(Silo.Address);

    /// <summary>A new user.</summary>
    public async Task<(string Id, string Email)> NewUserAsync()
    {
        var email = $"{Guid.NewGuid():n}@example.org";
        var user = (await Admin.PostAsync("/admin/v1/users", new System.Text.Json.Nodes.JsonObject { ["email"] = email, ["name"] = "Some Body", ["password"] = Password })).With(201);
        return (user.Json["id"]!.GetValue<string>(), email);
    }

    /// <summary>A new user's browser.</summary>
    public async Task<(BrowserClient Browser, string Id, string Email)> SignedInAsync()
    {
        var (id, email) = await NewUserAsync();
        var browser = Browser();
        (await browser.SignInAsync(email, Password)).With(303);
        return (browser, id, email);
    }

    public async ValueTask DisposeAsync()
    {
        Admin.Dispose();
        await Silo.DisposeAsync();
    }
}
