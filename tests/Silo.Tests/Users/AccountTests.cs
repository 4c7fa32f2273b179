using System.Diagnostics;
using System.Net;
using System.Text.RegularExpressions;

namespace LlmGateway.Silo.Tests.Users;

public sealed partial class AccountTests(UsersSilo silo) : IClassFixture<UsersSilo>
{
    [Fact]
    public async Task Sessions_OneEnded_RefusedWithin100Milliseconds()
    {
        var (browser, _, email) = await silo.SignedInAsync();
        using var mine = browser;
        using var other = silo.Browser();
        await other.SignInAsync(email, UsersSilo.Password);
        (await other.IsSignedInAsync()).ShouldBeTrue();
        var page = (await mine.GetAsync("/account")).Body;
        var ids = SessionId().Matches(page).Select(match => match.Groups[1].Value).ToList();
        ids.Count.ShouldBe(2);
        page.ShouldContain("Firefox on Linux");

        await mine.PostAsync("/account", $"/account/sessions/{ids[0]}/end"); // The newest is the first.
        var started = Stopwatch.GetTimestamp();
        (await other.GetAsync("/account")).With(302).Headers["Location"].ShouldEndWith("/sign-in?returnUrl=%2Faccount");
        Stopwatch.GetElapsedTime(started).ShouldBeLessThan(TimeSpan.FromMilliseconds(100));

        (await mine.IsSignedInAsync()).ShouldBeTrue();
        (await mine.PostAsync("/account", $"/account/sessions/{ids[1]}/end")).With(303).Headers["Location"].ShouldBe("/sign-in");
        (await mine.IsSignedInAsync()).ShouldBeFalse();
    }

    [Fact]
    public async Task Sessions_OfSomebodyElse_AreNotEnded()
    {
        var (mine, _, _) = await silo.SignedInAsync();
        var (others, othersId, _) = await silo.SignedInAsync();
        using (mine)
        using (others)
        {
            var id = (await silo.Admin.GetAsync($"/admin/v1/users/{othersId}/sessions")).Json["data"]![0]!["id"]!.GetValue<string>();

            BrowserClient.ErrorOn(await mine.FollowAsync("/account", $"/account/sessions/{id}/end")).ShouldNotBeNull();

            (await others.IsSignedInAsync()).ShouldBeTrue();
        }
    }

    [Fact]
    public async Task Password_Changed_OtherSessionsEnd()
    {
        const string next = "a longer one than before";
        var (browser, _, email) = await silo.SignedInAsync();
        using var mine = browser;
        using var other = silo.Browser();
        await other.SignInAsync(email, UsersSilo.Password);

        BrowserClient.ErrorOn(await mine.FollowAsync("/account", "/account/password", ("current", "wrong password"), ("password", next))).ShouldNotBeNull();
        BrowserClient.ErrorOn(await mine.FollowAsync("/account", "/account/password", ("current", UsersSilo.Password), ("password", "too short"))).ShouldNotBeNull();
        BrowserClient.ErrorOn(await mine.FollowAsync("/account", "/account/password", ("current", UsersSilo.Password), ("password", email.ToUpperInvariant()))).ShouldNotBeNull();
        (await other.IsSignedInAsync()).ShouldBeTrue();
        BrowserClient.ErrorOn(await mine.FollowAsync("/account", "/account/password", ("current", UsersSilo.Password), ("password", next))).ShouldBeNull();

        (await mine.IsSignedInAsync()).ShouldBeTrue();
        (await other.IsSignedInAsync()).ShouldBeFalse();
        (await other.SignInAsync(email, UsersSilo.Password)).Headers["Location"].ShouldBe("/sign-in");
        (await other.SignInAsync(email, next)).Headers["Location"].ShouldBe("/");
    }

    [Fact]
    public async Task Profile_Saved_AndShown()
    {
        var (browser, _, _) = await silo.SignedInAsync();
        using var mine = browser;

        var page = await mine.FollowAsync("/account", "/account/profile", ("name", "Jane"), ("timeZone", "Europe/Berlin"), ("theme", "dark"), ("defaultModel", "gateway-tiny"));

        page.ShouldContain("value=\"Jane\"");
        page.ShouldContain("<option value=\"Europe/Berlin\" selected>");
        page.ShouldContain("content=\"dark\"");
        BrowserClient.ErrorOn(await mine.FollowAsync("/account", "/account/profile", ("timeZone", "Nowhere/Land"), ("theme", "dark"))).ShouldNotBeNull();
        BrowserClient.ErrorOn(await mine.FollowAsync("/account", "/account/profile", ("theme", "pink"))).ShouldNotBeNull();
    }

    [Theory]
    [InlineData("<script>alert(1)</script>", true)]
    [InlineData("\"><img src=x onerror=alert(1)>", true)]
    [InlineData("Žofie 黒 🙂", true)]
    [InlineData("gpj.\u202Eexe", false)]
    [InlineData("a\u0007b", false)]
    [InlineData(null, false)] // 10,000 characters
    public async Task Profile_HostileNames_EscapedOrRefused(string? name, bool taken)
    {
        name ??= new string('x', 10_000);
        var (browser, _, _) = await silo.SignedInAsync();
        using var mine = browser;

        var answer = (await mine.PostAsync("/account", "/account/profile", ("name", name), ("theme", "system"))).With(303);
        var page = (await mine.GetAsync(answer.Headers["Location"])).With(200).Body;

        (BrowserClient.ErrorOn(page) is null).ShouldBe(taken);
        page.ShouldNotContain("<script>alert");
        page.ShouldNotContain("<img src=x");
        if (taken)
        {
            WebUtility.HtmlDecode(page).ShouldContain($"value=\"{name}\"");
        }
    }

    [Theory]
    [InlineData("<b>@example.org")]
    [InlineData("a\u202E@example.org")]
    [InlineData("a\u0007@example.org")]
    [InlineData("a@b@example.org")]
    [InlineData("' OR 1=1 --")]
    [InlineData("")]
    [InlineData(null)]
    public async Task SignIn_HostileAddresses_RefusedAsWrong(string? email)
    {
        using var browser = silo.Browser();

        var answer = (await browser.SignInAsync(email ?? new string('x', 10_000) + "@example.org", "whatever it may be")).With(303);
        var page = (await browser.GetAsync(answer.Headers["Location"])).With(200).Body;

        BrowserClient.ErrorOn(page).ShouldNotBeNull().ShouldStartWith("E-mail address or password is wrong");
        page.ShouldNotContain("<b>@");
    }

    [Fact]
    public async Task Forms_ThatCantBeRead_400()
    {
        using var browser = silo.Browser();

        (await browser.SignInAsync("a\u0000@example.org", UsersSilo.Password)).With(400);
        (await browser.SendAsync("/account/sign-in", [.. Enumerable.Range(0, 2000).Select(number => ($"field{number}", "x"))])).With(400);
        (await browser.SendAsync("/account/sign-in", ("password", new string('x', 1_000_000)))).Status.ShouldBe(413);
    }

    [GeneratedRegex("/account/sessions/(ses_[0-9a-f]{32})/end")]
    private static partial Regex SessionId();
}
