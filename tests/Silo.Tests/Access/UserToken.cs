using System.Net;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using LlmGateway.Silo.Tests.Api.Admin;
using LlmGateway.Silo.Tests.Hosting;
using LlmGateway.Silo.Tests.Http;
using LlmGateway.Silo.Tests.Users;

namespace LlmGateway.Silo.Tests.Access;

/// <summary>A user who signed in to the command line's client, by code and proof key, in a browser.</summary>
internal sealed partial class UserToken : IDisposable
{
    private const string Password = "correct horse battery";
    private const string Verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
    private const string Challenge = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";
    private const string Callback = "http://127.0.0.1:5555/callback";

    private UserToken(string userId, GatewayClient client) => (UserId, Client) = (userId, client);

    public string UserId { get; }

    /// <summary>Sends the access token.</summary>
    public GatewayClient Client { get; }

    /// <param name="shared">The silo.</param>
    /// <param name="tenant">The tenant that the token is to act in; null for none.</param>
    /// <param name="scope">What it is to open.</param>
    public static async Task<UserToken> SignInAsync(SharedSilo shared, string? tenant, string scope)
    {
        var email = $"{Guid.NewGuid():n}@example.org";
        var user = (await shared.Admin.PostAsync("/admin/v1/users", new JsonObject { ["email"] = email, ["password"] = Password })).With(201).Json;
        return await SignInAsync(shared, user.Text("id"), email, tenant, scope, hasPassword: true);
    }

    /// <summary>Signs in somebody who is there already.</summary>
    /// <param name="shared">The silo.</param>
    /// <param name="userId">The user.</param>
    /// <param name="email">The address that they sign in with.</param>
    /// <param name="tenant">The tenant that the token is to act in; null for none.</param>
    /// <param name="scope">What it is to open.</param>
    /// <param name="hasPassword">Whether the user has the password of these tests; if not, it is set, which ends other sessions.</param>
    public static async Task<UserToken> SignInAsync(SharedSilo shared, string userId, string email, string? tenant, string scope, bool hasPassword = false)
    {
        if (!hasPassword)
        {
            (await shared.Admin.PatchAsync($"/admin/v1/users/{userId}", new JsonObject { ["password"] = Password })).With(200);
        }

        using BrowserClient browser = new(shared.Silo.Address);
        (await browser.SignInAsync(email, Password)).With(303);
        var authorize = $"/oauth/authorize?response_type=code&client_id=llmgw-cli&redirect_uri={Uri.EscapeDataString(Callback)}&scope={Uri.EscapeDataString(scope)}"
            + $"&code_challenge={Challenge}&code_challenge_method=S256" + (tenant is null ? "" : $"&tenant={tenant}");

        // A program at a loopback address may be anyone: the user is asked.
        var page = (await browser.GetAsync(authorize)).With(200).Body;
        var fields = Hidden().Matches(page).Select(field => (WebUtility.HtmlDecode(field.Groups[1].Value), WebUtility.HtmlDecode(field.Groups[2].Value)));
        var sent = await browser.SendAsync("/oauth/authorize", [.. fields, ("decision", "allow")]);
        var code = Code().Match(sent.Headers["Location"]).Groups[1].Value;

        using GatewayClient anybody = new(shared.Silo.Address, null);
        var tokens = await anybody.SendAsync(new HttpRequestMessage(HttpMethod.Post, "/oauth/token")
        {
            Content = new FormUrlEncodedContent(new Dictionary<string, string>
            {
                ["grant_type"] = "authorization_code",
                ["client_id"] = "llmgw-cli",
                ["code"] = Uri.UnescapeDataString(code),
                ["redirect_uri"] = Callback,
                ["code_verifier"] = Verifier,
            }),
        });
        return new UserToken(userId, new GatewayClient(shared.Silo.Address, tokens.With(200).Json.Text("access_token")));
    }

    public void Dispose() => Client.Dispose();

    [GeneratedRegex("<input type=\"hidden\" name=\"([^\"]*)\" value=\"([^\"]*)\"")]
    private static partial Regex Hidden();

    [GeneratedRegex("[?&]code=([^&]*)")]
    private static partial Regex Code();
}
