using System.Net;
using LlmGateway.Silo.Tests.Access;
using LlmGateway.Silo.Tests.Users;
using Microsoft.IdentityModel.JsonWebTokens;

namespace LlmGateway.Silo.Tests.OAuth;

/// <summary>How clients ask for a fresh sign-in, for none, and for its end (OpenID Connect Core 3.1.2.1, RP-Initiated Logout).</summary>
public sealed class SignInAgainTests(UsersSilo users) : IClassFixture<UsersSilo>
{
    private const string Callback = "http://127.0.0.1:5555/callback";
    private static readonly string Request =
        $"/oauth/authorize?response_type=code&client_id=llmgw-cli&redirect_uri={Uri.EscapeDataString(Callback)}&scope=openid&code_challenge=E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM&code_challenge_method=S256";

    [Theory]
    [InlineData("&prompt=login")]
    [InlineData("&max_age=-1")]
    public async Task FreshSignIn_Asked_PasswordAgainThenConsent(string wish)
    {
        var (browser, _, email) = await users.SignedInAsync();
        using (browser)
        {
            var sent = (await browser.GetAsync(Request + wish)).With(302);
            var page = new Uri(users.Silo.Address, sent.Headers["Location"]);
            page.AbsolutePath.ShouldBe("/sign-in");
            var then = WebUtility.UrlDecode(page.Query.Split("returnUrl=", StringSplitOptions.None)[1]);

            var back = (await browser.SignInAsync(email, UsersSilo.Password, then)).With(303).Headers["Location"];

            // A page of its own: a browser would stop the form's redirects at the client's address.
            var pause = (await browser.GetAsync(back)).With(200);
            pause.Headers["Refresh"].ShouldBe($"0;url={then}");
            (await browser.GetAsync(then)).With(200).Body.ShouldContain("Allow access?");
        }
    }

    [Fact]
    public async Task MaxAge_SignedInJustNow_NotAskedAgain()
    {
        var (browser, _, _) = await users.SignedInAsync();
        using (browser)
        {
            (await browser.GetAsync($"{Request}&max_age=3600")).With(200).Body.ShouldContain("Allow access?");
        }
    }

    [Theory]
    [InlineData(false, "login_required")]
    [InlineData(true, "consent_required")]
    public async Task PromptNone_SomethingToAsk_ErrorToTheClient(bool signedIn, string error)
    {
        using var browser = signedIn ? (await users.SignedInAsync()).Browser : users.Browser();

        var sent = (await browser.GetAsync($"{Request}&prompt=none&state=s1")).With(302).Headers["Location"];

        sent.ShouldStartWith(Callback);
        sent.ShouldContain($"error={error}");
        sent.ShouldContain("state=s1");
    }

    [Fact]
    public async Task IdToken_OfAUser_SaysWhenTheySignedIn()
    {
        var before = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds();

        using var user = await UserToken.SignInAsync(users.Silo, users.Admin, null, "openid");

        new JsonWebToken(user.IdToken).GetPayloadValue<long>("auth_time").ShouldBeInRange(before, before + 60);
    }

    [Fact]
    public async Task Logout_WithAnIdToken_EndsItsSession()
    {
        using var user = await UserToken.SignInAsync(users.Silo, users.Admin, null, "openid admin");
        (await user.Client.GetAsync("/admin/v1/me")).With(200);
        using var nobody = users.Browser();

        (await nobody.GetAsync($"/oauth/logout?id_token_hint={user.IdToken}")).With(302).Headers["Location"].ShouldBe("/");

        (await user.Client.GetAsync("/admin/v1/me")).With(401);
    }

    [Fact]
    public async Task Logout_SignedIn_AsksFirst()
    {
        var (browser, _, _) = await users.SignedInAsync();
        using (browser)
        {
            var page = (await browser.GetAsync("/oauth/logout")).With(200);
            page.Body.ShouldContain("Sign out?");
            (await browser.IsSignedInAsync()).ShouldBeTrue();

            // Another site's form has no token of ours.
            (await browser.SendAsync("/oauth/logout", ("decision", "allow"))).With(200).Body.ShouldContain("Sign out?");
            (await browser.IsSignedInAsync()).ShouldBeTrue();

            (await browser.PostAsync("/oauth/logout", "/oauth/logout", ("decision", "deny"))).With(302);
            (await browser.IsSignedInAsync()).ShouldBeTrue();

            (await browser.PostAsync("/oauth/logout", "/oauth/logout", ("decision", "allow"))).With(302);
            (await browser.IsSignedInAsync()).ShouldBeFalse();
        }
    }

    [Theory]
    [InlineData("https://evil.example/")]
    [InlineData("//evil.example")]
    [InlineData("javascript:alert(1)")]
    [InlineData("")]
    public async Task Continue_ToAnotherSite_ToTheStartPage(string address)
    {
        using var browser = users.Browser();

        (await browser.GetAsync($"/oauth/continue?to={Uri.EscapeDataString(address)}")).With(200).Headers["Refresh"].ShouldBe("0;url=/");
    }

    [Theory]
    [InlineData("https://evil.example/")]
    [InlineData("//evil.example")]
    public async Task Logout_RedirectThatNobodyRegistered_Refused(string address)
    {
        using var browser = users.Browser();

        (await browser.GetAsync($"/oauth/logout?post_logout_redirect_uri={Uri.EscapeDataString(address)}")).With(400).Headers.ShouldNotContainKey("Location");
    }
}
