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

    private UserToken(string userId, string token, string? idToken, GatewayClient client) => (UserId, Token, IdToken, Client) = (userId, token, idToken, client);

    public string UserId { get; }

    /// <summary>The access token.</summary>
    public string Token { get; }

    /// <summary>The identity token; null without the scope <c>openid</c>.</summary>
    public string? IdToken { get; }

    /// <summary>Sends the access token.</summary>
    public GatewayClient Client { get; }

    /// <inheritdoc cref="SignInAsync(SiloProcess, GatewayClient, string, string)"/>
    public static Task<UserToken> SignInAsync(SharedSilo shared, string? tenant, string scope) => SignInAsync(shared.Silo, shared.Admin, tenant, scope);

    /// <param name="silo">The silo.</param>
    /// <param name="admin">Makes the user.</param>
    /// <param name="tenant">The tenant that the token is to act in; null for none.</param>
    /// <param name="scope">What it is to open.</param>
    public static async Task<UserToken> SignInAsync(SiloProcess silo, GatewayClient admin, string? tenant, string scope)
    {
        var email = $"{Guid.NewGuid():n}@example.org";
        var user = (await admin.PostAsync("/admin/v1/users", new JsonObject { ["email"] = email, ["password"] = Password })).With(201).Json;
        return await SignInAsync(silo, user.Text("id"), email, tenant, scope);
    }

    /// <summary>Signs in somebody who is there already.</summary>
    /// <param name="shared">The silo.</param>
    /// <param name="userId">The user, whose password is set, which ends other sessions.</param>
    /// <param name="email">The address that they sign in with.</param>
    /// <param name="tenant">The tenant that the token is to act in; null for none.</param>
    /// <param name="scope">What it is to open.</param>
    public static async Task<UserToken> SignInAsync(SharedSilo shared, string userId, string email, string? tenant, string scope)
    {
        (await shared.Admin.PatchAsync($"/admin/v1/users/{userId}", new JsonObject { ["password"] = Password })).With(200);
        return await SignInAsync(shared.Silo, userId, email, tenant, scope);
    }

    /// <summary>Signs in somebody who is there already, with the password of these tests.</summary>
    /// <param name="silo">The silo.</param>
    /// <param name="userId">The user.</param>
    /// <param name="email">The address that they sign in with.</param>
    /// <param name="tenant">The tenant that the token is to act in; null for none.</param>
    /// <param name="scope">What it is to open.</param>
    public static async Task<UserToken> SignInAsync(SiloProcess silo, string userId, string email, string? tenant, string scope)
    {
        using BrowserClient browser = new(silo.Address);
        (await browser.SignInAsync(email, Password)).With(303);
        var authorize = $"/oauth/authorize?response_type=code&client_id=llmgw-cli&redirect_uri={Uri.EscapeDataString(Callback)}&scope={Uri.EscapeDataString(scope)}"
            + $"&code_challenge={Challenge}&code_challenge_method=S256" + (tenant is null ? "" : $"&tenant={tenant}");

        // A program at a loopback address may be anyone: the user is asked.
        var page = (await browser.GetAsync(authorize)).With(200).Body;
        var fields = Hidden().Matches(page).Select(field => (WebUtility.HtmlDecode(field.Groups[1].Value), WebUtility.HtmlDecode(field.Groups[2].Value)));
        var sent = await browser.SendAsync("/oauth/authorize", [.. fields, ("decision", "allow")]);
        var code = Code().Match(sent.Headers["Location"]).Groups[1].Value;

        using GatewayClient anybody = new(silo.Address, null);
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
        var token = tokens.With(200).Json.Text("access_token");
        return new UserToken(userId, token, tokens.Json["id_token"]?.GetValue<string>(), new GatewayClient(silo.Address, token));
    }

    public void Dispose() => Client.Dispose();

    [GeneratedRegex("<input type=\"hidden\" name=\"([^\"]*)\" value=\"([^\"]*)\"")]
    private static partial Regex Hidden();

    [GeneratedRegex("[?&]code=([^&]*)")]
    private static partial Regex Code();
}
