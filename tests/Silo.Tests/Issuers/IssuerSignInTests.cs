using System.Net;
using System.Text.Json.Nodes;
using LlmGateway.Silo.Tests.Api.Admin;
using LlmGateway.Silo.Tests.Users;

namespace LlmGateway.Silo.Tests.Issuers;

/// <summary>Signing in to the dashboard through another silo, with a browser that goes back and forth.</summary>
public sealed class IssuerSignInTests(IssuerPair pair) : IClassFixture<IssuerPair>
{
    [Fact]
    public async Task SignIn_WithConsent_EndsOnTheAccountPage()
    {
        var person = await pair.Issuer.AddPersonAsync("developer");
        using var browser = pair.Browser();
        (await browser.GetAsync("/sign-in?returnUrl=%2Faccount")).With(200).Body.ShouldContain("href=\"/account/issuers/hub?returnUrl=%2Faccount\"");

        var back = (await pair.SignInAsync(browser, person)).With(303);

        back.Headers["Location"].ShouldBe("/account");
        var page = (await browser.GetAsync("/account")).With(200).Body;
        page.ShouldContain(person.Email);
        page.ShouldContain("Firefox on Linux, through The Hub");
        page.ShouldContain("Password and second factor are looked after there.");
        page.ShouldNotContain("Change the password");
        var user = (await IssuerPair.FindUserAsync(pair.Admin, person.Id)).ShouldNotBeNull();
        (await pair.Admin.GetAsync($"{IssuerPair.Tenant}/members/{user.Text("id")}")).With(200).Json["issuer_roles"]!.AsArray().Single()!.GetValue<string>().ShouldBe("developer");
        var trail = (await pair.Admin.GetAsync("/admin/v1/audit?action=account.sign_in&limit=100")).With(200).Json["data"]!.AsArray();
        trail.Single(entry => entry!["actor"]!.GetValue<string>() == user.Text("id"))!["detail"]!.Text("issuer").ShouldBe("hub");
        var session = (await pair.Admin.GetAsync($"/admin/v1/users/{user.Text("id")}/sessions")).With(200).Json["data"]!.AsArray().ShouldHaveSingleItem()!;
        (session["ends_at"]!.GetValue<DateTimeOffset>() - session["started_at"]!.GetValue<DateTimeOffset>()).ShouldBe(TimeSpan.FromHours(12));

        (await browser.PostAsync("/account", "/account/sign-out")).With(303);
        (await browser.IsSignedInAsync()).ShouldBeFalse();
    }

    [Fact]
    public async Task SignIn_Twice_SameUserAndTheSessionBeforeEnds()
    {
        var person = await pair.Issuer.AddPersonAsync();
        using var browser = pair.Browser();
        await pair.SignInAsync(browser, person);

        (await pair.SignInAsync(browser, person)).With(303).Headers["Location"].ShouldBe("/account");

        (await browser.IsSignedInAsync()).ShouldBeTrue();
        var user = (await IssuerPair.FindUserAsync(pair.Admin, person.Id)).ShouldNotBeNull();
        (await pair.Admin.GetAsync($"/admin/v1/users/{user.Text("id")}/sessions")).With(200).Json["data"]!.AsArray().ShouldHaveSingleItem();
    }

    [Fact]
    public async Task Role_TakenAtTheIssuer_GoneWithTheNextSignIn()
    {
        var person = await pair.Issuer.AddPersonAsync("owner", "developer");
        using var browser = pair.Browser();
        await pair.SignInAsync(browser, person);
        var member = $"{IssuerPair.Tenant}/members/{(await IssuerPair.FindUserAsync(pair.Admin, person.Id))!.Text("id")}";
        Roles(await pair.Admin.GetAsync(member)).ShouldBe(["developer", "owner", "support"]);

        await pair.Issuer.SetRolesAsync(person.Id, "developer");
        await pair.SignInAsync(browser, person);
        Roles(await pair.Admin.GetAsync(member)).ShouldBe(["developer"]);

        (await pair.Issuer.Admin.DeleteAsync($"/admin/v1/tenants/default/members/{person.Id}")).With(204);
        await pair.SignInAsync(browser, person);
        (await pair.Admin.GetAsync(member)).With(404);
        (await browser.IsSignedInAsync()).ShouldBeTrue();
    }

    [Fact]
    public async Task SignIn_Denied_SaidOnTheSignInPage()
    {
        var person = await pair.Issuer.AddPersonAsync();
        using var browser = pair.Browser();

        var back = (await pair.SignInAsync(browser, person, "/docs", "deny")).With(303);

        back.Headers["Location"].ShouldBe("/sign-in?returnUrl=%2Fdocs");
        (await ErrorAsync(browser, back.Headers["Location"])).ShouldContain("The Hub did not let you in");
        (await browser.IsSignedInAsync()).ShouldBeFalse();
        (await IssuerPair.FindUserAsync(pair.Admin, person.Id)).ShouldBeNull();
        (await pair.Admin.GetAsync("/admin/v1/audit?action=account.sign_in&limit=100")).With(200).Json["data"]!.AsArray().ShouldContain(entry => entry!["status"]!.GetValue<int>() == 401);
    }

    [Fact]
    public async Task SignIn_UserShutOut_SaidOnTheSignInPage()
    {
        var person = await pair.Issuer.AddPersonAsync("owner");
        using var browser = pair.Browser();
        await pair.SignInAsync(browser, person);
        var user = (await IssuerPair.FindUserAsync(pair.Admin, person.Id))!.Text("id");
        (await pair.Admin.PatchAsync($"/admin/v1/users/{user}", new JsonObject { ["active"] = false })).With(200);
        (await browser.IsSignedInAsync()).ShouldBeFalse();

        var back = (await pair.SignInAsync(browser, person)).With(303);

        (await ErrorAsync(browser, back.Headers["Location"])).ShouldContain("shut out");
        (await browser.IsSignedInAsync()).ShouldBeFalse();
    }

    [Theory]
    [InlineData("https://evil.example/")]
    [InlineData("//evil.example")]
    [InlineData("/\\evil.example")]
    [InlineData("/%2Fevil.example")]
    [InlineData("javascript:alert(1)")]
    public async Task SignIn_ForeignReturnUrl_EndsOnTheStartPage(string url)
    {
        using var browser = pair.Browser();

        (await pair.SignInAsync(browser, await pair.Issuer.AddPersonAsync(), url)).With(303).Headers["Location"].ShouldBe("/");
    }

    [Fact]
    public async Task Callback_ForgedReplayedOrOfAnotherBrowser_SignsNobodyIn()
    {
        var person = await pair.Issuer.AddPersonAsync();
        using var browser = pair.Browser();
        var authorize = new Uri((await browser.GetAsync("/account/issuers/hub")).With(302).Headers["Location"]);
        authorize.Query.ShouldContain("code_challenge_method=S256");
        authorize.Query.ShouldContain("nonce=");
        authorize.Query.ShouldNotContain("form_post"); // Cookies would not come with it.
        var back = await pair.Issuer.ConsentAsync(browser, person, authorize, "allow");

        using var other = pair.Browser();
        var stolen = (await other.GetAsync(back)).With(303);
        (await ErrorAsync(other, stolen.Headers["Location"])).ShouldContain("did not end as it should");
        (await other.IsSignedInAsync()).ShouldBeFalse();

        foreach (var forged in (string[])["", "?code=x", "?code=x&state=y", "?error=server_error&state=y", "?error=access_denied"])
        {
            (await other.GetAsync($"/account/issuers/hub/callback{forged}")).With(303).Headers["Location"].ShouldStartWith("/sign-in");
        }

        (await browser.GetAsync(back)).With(303).Headers["Location"].ShouldBe("/");
        (await browser.IsSignedInAsync()).ShouldBeTrue();
        (await browser.GetAsync(back)).With(303).Headers["Location"].ShouldStartWith("/sign-in");
        (await browser.GetAsync("/account/issuers/nobody")).With(404);
        (await browser.GetAsync("/account/issuers/nobody/callback")).With(404);
    }

    [Fact]
    public async Task Password_OfAUserWithoutOne_NotSet()
    {
        var person = await pair.Issuer.AddPersonAsync();
        using var browser = pair.Browser();
        await pair.SignInAsync(browser, person);

        BrowserClient.ErrorOn(await browser.FollowAsync("/account", "/account/password", ("current", ""), ("password", "a long enough password"))).ShouldNotBeNull().ShouldContain("You sign in through The Hub");
        using var local = pair.Browser();
        (await local.SignInAsync(person.Email, "correct horse battery")).With(303).Headers["Location"].ShouldBe("/sign-in");
    }

    private static async Task<string> ErrorAsync(BrowserClient browser, string page) => BrowserClient.ErrorOn(WebUtility.HtmlDecode((await browser.GetAsync(page)).With(200).Body)).ShouldNotBeNull();

    private static IEnumerable<string> Roles(Http.Answer member) => member.With(200).Json["issuer_roles"]!.AsArray().Select(role => role!.GetValue<string>());
}
