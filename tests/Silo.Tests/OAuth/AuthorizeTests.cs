using LlmGateway.Silo.Tests.Hosting;
using LlmGateway.Silo.Tests.Http;

namespace LlmGateway.Silo.Tests.OAuth;

public sealed class AuthorizeTests(SharedSilo shared) : IDisposable
{
    private const string Challenge = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";
    private readonly HttpClient _http = new(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = shared.Silo.Address };

    [Theory]
    [InlineData("https://evil.example/")]
    [InlineData("https://app.example.evil.example/callback")]
    [InlineData("https://app.example/callback/")]
    [InlineData("https://app.example/callback?x=1")]
    [InlineData("https://app.example/callback#x")]
    [InlineData("https://app.example:444/callback")]
    [InlineData("https://user@app.example/callback")]
    [InlineData("https://app.example/callback/../evil")]
    [InlineData("http://app.example/callback")]
    [InlineData("https://APP.example@evil.example/callback")]
    [InlineData("//evil.example/callback")]
    [InlineData("javascript:alert(1)")]
    [InlineData("/callback")]
    [InlineData("")]
    public async Task RedirectUri_NotRegistered_ErrorPageAndNoRedirect(string redirectUri)
    {
        var (id, _) = await shared.Admin.CreateOAuthClientAsync("authorization_code");

        var answer = await GetAsync(id, redirectUri, ("code_challenge", Challenge), ("code_challenge_method", "S256"));

        answer.With(400).Headers.ShouldNotContainKey("Location");
        answer.Headers["Content-Type"].ShouldStartWith("text/html");
        answer.Body.ShouldNotContain("<script");
    }

    [Theory]
    [InlineData(null, null)]
    [InlineData(Challenge, null)]
    [InlineData(Challenge, "plain")]
    [InlineData(Challenge, "none")]
    [InlineData("", "S256")]
    public async Task Proof_NoneOrPlain_Refused(string? challenge, string? method)
    {
        var (id, _) = await shared.Admin.CreateOAuthClientAsync("authorization_code");
        List<(string, string)> proof = [];
        if (challenge is not null)
        {
            proof.Add(("code_challenge", challenge));
        }

        if (method is not null)
        {
            proof.Add(("code_challenge_method", method));
        }

        var answer = await GetAsync(id, OAuthClientCalls.RedirectUri, [.. proof]);

        (answer.Status == 400 || answer.Headers["Location"].Contains("error=invalid_request", StringComparison.Ordinal)).ShouldBeTrue($"{answer.Status} {answer.Body}");
    }

    [Theory]
    [InlineData("http://127.0.0.1:5555/callback", true)]
    [InlineData("http://[::1]:5555/callback", true)]
    [InlineData("http://127.0.0.1:5555/other", false)]
    [InlineData("http://127.0.0.2:5555/callback", false)]
    [InlineData("https://evil.example/callback", false)]
    public async Task Cli_AnyPortOfThisMachine_AndNothingElse(string redirectUri, bool allowed)
    {
        var answer = await GetAsync("llmgw-cli", redirectUri, ("code_challenge", Challenge), ("code_challenge_method", "S256"));

        answer.Status.ShouldBe(allowed ? 302 : 400, answer.Body);
        if (allowed)
        {
            answer.Headers["Location"].ShouldStartWith(shared.Silo.Address + "sign-in?");
        }
    }

    [Theory]
    [InlineData("admin")]
    [InlineData("nothing")]
    [InlineData("apps")]
    public async Task Scope_NotTheClients_Refused(string scope)
    {
        var body = OAuthClientCalls.Body("authorization_code");
        body["scopes"] = new System.Text.Json.Nodes.JsonArray("openid", "inference");
        var id = (await shared.Admin.PostAsync(OAuthClientCalls.Path, body)).With(201).Json["id"]!.GetValue<string>();

        var answer = await GetAsync(id, OAuthClientCalls.RedirectUri, ("code_challenge", Challenge), ("code_challenge_method", "S256"), ("scope", "openid " + scope));

        answer.Status.ShouldNotBe(200);
        (answer.Headers.TryGetValue("Location", out var location) && location.Contains("sign-in", StringComparison.Ordinal)).ShouldBeFalse();
    }

    [Fact]
    public async Task Tokens_WrongSecretOrClient_InvalidClient()
    {
        var (id, secret) = await shared.Admin.CreateOAuthClientAsync("client_credentials");
        using GatewayClient nobody = new(shared.Silo.Address, null);
        foreach (var client in new[] { (id, secret + "x"), (id, secret[..^1]), ("cli_000000000000000000000000", secret) })
        {
            var answer = await nobody.FormAsync("/oauth/token", client, ("grant_type", "client_credentials"));

            answer.Json["error"]!.GetValue<string>().ShouldBe("invalid_client", answer.Body);
        }

        var flow = await nobody.FormAsync("/oauth/token", (id, secret), ("grant_type", "refresh_token"), ("refresh_token", "x"));
        flow.Json["error"]!.GetValue<string>().ShouldBe("invalid_grant", flow.Body);
        (await nobody.FormAsync("/oauth/token", (id, secret), ("grant_type", "password"), ("username", "a"), ("password", "b"))).Json["error"]!.GetValue<string>().ShouldBe("unsupported_grant_type");
    }

    [Fact]
    public async Task UserInfo_NoToken_401()
    {
        using GatewayClient nobody = new(shared.Silo.Address, null);

        (await nobody.GetAsync("/oauth/userinfo")).Status.ShouldBeOneOf(400, 401);
    }

    public void Dispose() => _http.Dispose();

    private async Task<Answer> GetAsync(string id, string redirectUri, params (string Name, string Value)[] more)
    {
        var query = string.Concat(more.Select(parameter => $"&{parameter.Name}={Uri.EscapeDataString(parameter.Value)}"));
        using var response = await _http.GetAsync(
            new Uri($"/oauth/authorize?response_type=code&client_id={id}&redirect_uri={Uri.EscapeDataString(redirectUri)}{query}", UriKind.Relative), TestContext.Current.CancellationToken);
        return await Answer.ReadAsync(response);
    }
}
