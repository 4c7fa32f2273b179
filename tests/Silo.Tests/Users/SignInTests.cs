using System.Diagnostics;
using System.Net;
using System.Text.RegularExpressions;

namespace LlmGateway.Silo.Tests.Users;

public sealed partial class SignInTests(UsersSilo silo) : IClassFixture<UsersSilo>
{
    [Fact]
    public async Task SignIn_ThenOut_TheOldCookieOpensNothing()
    {
        var (browser, _, email) = await silo.SignedInAsync();
        using (browser)
        {
            (await browser.GetAsync("/account")).With(200).Body.ShouldContain(email);
            var cookies = browser.Cookies.GetCookies(silo.Silo.Address);
            var session = cookies["llmgw-session"].ShouldNotBeNull();
            session.HttpOnly.ShouldBeTrue();
            using var thief = silo.Browser();
            thief.Cookies.Add(silo.Silo.Address, new Cookie("llmgw-session", session.Value, "/"));
            (await thief.IsSignedInAsync()).ShouldBeTrue();

            (await browser.PostAsync("/account", "/account/sign-out")).With(303).Headers["Location"].ShouldBe("/sign-in");

            (await browser.IsSignedInAsync()).ShouldBeFalse();
            (await thief.IsSignedInAsync()).ShouldBeFalse();
        }
    }

    [Fact]
    public async Task SignIn_FiveWrongPasswords_TheRightOneIsRefusedToo()
    {
        var (_, email) = await silo.NewUserAsync();
        using var browser = silo.Browser();
        var unknown = BrowserClient.ErrorOn(await browser.FollowAsync("/sign-in", "/account/sign-in", ("email", "nobody@example.org"), ("password", "wrong password"))).ShouldNotBeNull();

        // At once: each counts.
        await Task.WhenAll(Enumerable.Range(0, 5).Select(async _ =>
        {
            using var another = silo.Browser();
            BrowserClient.ErrorOn(await another.FollowAsync("/sign-in", "/account/sign-in", ("email", email), ("password", "wrong password"))).ShouldBe(unknown);
        }));

        BrowserClient.ErrorOn(await browser.FollowAsync("/sign-in", "/account/sign-in", ("email", email), ("password", UsersSilo.Password))).ShouldBe(unknown);
        (await browser.IsSignedInAsync()).ShouldBeFalse();
    }

    [Fact]
    public async Task SignIn_UnknownAddress_TakesAsLongAsAWrongPassword()
    {
        var (_, email) = await silo.NewUserAsync();
        using var browser = silo.Browser();
        async Task<TimeSpan> TimeAsync(string address)
        {
            var started = Stopwatch.GetTimestamp();
            await browser.SignInAsync(address, "wrong password");
            return Stopwatch.GetElapsedTime(started);
        }

        await TimeAsync(email);
        var (unknown, wrong) = (TimeSpan.MaxValue, TimeSpan.MaxValue);
        for (var i = 0; i < 3; i++)
        {
            // The shortest of some: others use the machine too.
            (unknown, wrong) = (Min(unknown, await TimeAsync("nobody@example.org")), Min(wrong, await TimeAsync(email)));
        }

        unknown.ShouldBeGreaterThan(TimeSpan.FromMilliseconds(400));
        wrong.ShouldBeGreaterThan(TimeSpan.FromMilliseconds(400));
        (unknown - wrong).Duration().ShouldBeLessThan(TimeSpan.FromMilliseconds(150));
    }

    [Fact]
    public async Task TwoFactor_CodesAndRecoveryCodes_EachOnce()
    {
        var (browser, _, email) = await silo.SignedInAsync();
        using var first = browser;
        await browser.PostAsync("/account", "/account/two-factor/start");
        var page = (await browser.GetAsync("/account")).With(200).Body;
        page.ShouldContain("<svg");
        var key = Key().Match(page).Groups[1].Value.Replace(" ", "", StringComparison.Ordinal);
        BrowserClient.ErrorOn(await browser.FollowAsync("/account", "/account/two-factor/confirm", ("code", "000000"))).ShouldNotBeNull();
        var shown = await browser.FollowAsync("/account", "/account/two-factor/confirm", ("code", Authenticator.Code(key, -1)));
        var codes = RecoveryCode().Matches(shown).Select(match => match.Groups[1].Value).ToList();
        codes.Count.ShouldBe(10);
        RecoveryCode().IsMatch((await browser.GetAsync("/account")).Body).ShouldBeFalse();

        using var second = silo.Browser();
        (await second.SignInAsync(email, UsersSilo.Password, "/docs")).With(303).Headers["Location"].ShouldBe("/sign-in/code?returnUrl=%2Fdocs");
        (await second.IsSignedInAsync()).ShouldBeFalse();
        BrowserClient.ErrorOn(await second.FollowAsync("/sign-in/code", "/account/sign-in/code", ("code", Authenticator.Code(key, -1)))).ShouldNotBeNull(); // Taken before.
        (await second.PostAsync("/sign-in/code", "/account/sign-in/code", ("code", Authenticator.Code(key)), ("returnUrl", "/docs"))).With(303).Headers["Location"].ShouldBe("/docs");
        (await second.IsSignedInAsync()).ShouldBeTrue();

        using var third = silo.Browser();
        await third.SignInAsync(email, UsersSilo.Password);
        (await third.PostAsync("/sign-in/code", "/account/sign-in/code", ("code", codes[0].ToLowerInvariant()))).With(303).Headers["Location"].ShouldBe("/");
        using var fourth = silo.Browser();
        await fourth.SignInAsync(email, UsersSilo.Password);
        BrowserClient.ErrorOn(await fourth.FollowAsync("/sign-in/code", "/account/sign-in/code", ("code", codes[0]))).ShouldNotBeNull();
        (await fourth.IsSignedInAsync()).ShouldBeFalse();

        BrowserClient.ErrorOn(await first.FollowAsync("/account", "/account/two-factor/disable", ("password", "wrong password"))).ShouldNotBeNull();
        await first.FollowAsync("/account", "/account/two-factor/disable", ("password", UsersSilo.Password));
        using var fifth = silo.Browser();
        (await fifth.SignInAsync(email, UsersSilo.Password)).With(303).Headers["Location"].ShouldBe("/");
    }

    [Fact]
    public async Task Code_WithoutAPassword_LeadsToSignIn()
    {
        using var browser = silo.Browser();

        (await browser.GetAsync("/sign-in/code")).With(302).Headers["Location"].ShouldEndWith("/sign-in");
        (await browser.PostAsync("/sign-in", "/account/sign-in/code", ("code", "123456"))).With(303).Headers["Location"].ShouldBe("/sign-in");
    }

    [Theory]
    [InlineData("/docs", "/docs")]
    [InlineData("/account?x=%2Fy#z", "/account?x=%2Fy#z")]
    [InlineData("", "/")]
    [InlineData("//evil.example", "/")]
    [InlineData("/\\evil.example", "/")]
    [InlineData("\\\\evil.example", "/")]
    [InlineData("/%2Fevil.example", "/")]
    [InlineData("/%5Cevil.example", "/")]
    [InlineData("/%252Fevil.example", "/")]
    [InlineData("/%09/evil.example", "/")]
    [InlineData("/\t/evil.example", "/")]
    [InlineData("https://evil.example", "/")]
    [InlineData("javascript:alert(1)", "/")]
    [InlineData("evil.example", "/")]
    [InlineData(" /docs", "/")]
    [InlineData("/a\r\nSet-Cookie: x=y", "/")]
    [InlineData("/ä", "/")]
    public async Task SignIn_ReturnUrl_OnlyLocalOnes(string url, string expected)
    {
        var (_, email) = await silo.NewUserAsync();
        using var browser = silo.Browser();

        var answer = (await browser.SignInAsync(email, UsersSilo.Password, url)).With(303);

        answer.Headers["Location"].ShouldBe(expected);
        answer.Headers.ContainsKey("x").ShouldBeFalse();
    }

    [Fact]
    public async Task Forms_WithoutTheirToken_400()
    {
        var (browser, _, email) = await silo.SignedInAsync();
        using (browser)
        {
            using var stranger = silo.Browser();
            (await stranger.SendAsync("/account/sign-in", ("email", email), ("password", UsersSilo.Password))).With(400);
            (await stranger.SendAsync("/account/sign-in", ("__RequestVerificationToken", "x"), ("email", email), ("password", UsersSilo.Password))).With(400);
            (await stranger.SendAsync("/account/setup", ("adminKey", silo.Silo.AdminKey))).With(400);
            foreach (var action in (string[])["sign-out", "password", "profile", "two-factor/start", "two-factor/confirm", "two-factor/disable", "two-factor/codes", "sessions/x/end"])
            {
                (await browser.SendAsync($"/account/{action}")).With(400);
            }

            (await browser.IsSignedInAsync()).ShouldBeTrue();
        }
    }

    private static TimeSpan Min(TimeSpan a, TimeSpan b) => a < b ? a : b;

    [GeneratedRegex("Key: <code[^>]*>([A-Z2-7 ]+)</code>")]
    private static partial Regex Key();

    [GeneratedRegex("<li><code>([0-9A-Z]{5}-[0-9A-Z]{5})</code>")]
    private static partial Regex RecoveryCode();
}
