using System.Text.Json.Nodes;

namespace LlmGateway.Silo.Tests.Users;

public sealed class UsersApiTests(UsersSilo silo) : IClassFixture<UsersSilo>
{
    private const string Users = "/admin/v1/users";

    [Theory]
    [InlineData("""{"email":"a@example.org","platform_admin":true}""", "platform_admin")]
    [InlineData("""{"email":"a@example.org","id":"usr_000000000000000000000000"}""", "id")]
    [InlineData("""{"name":"A"}""", "email")]
    [InlineData("""{"email":null}""", "email")]
    [InlineData("""{"email":"no address"}""", "email")]
    [InlineData("""{"email":"a\u202e@example.org"}""", "email")]
    [InlineData("""{"email":"a@example.org","name":"a\u0000b"}""", "name")]
    [InlineData("""{"email":"a@example.org","password":"short"}""", "password")]
    [InlineData("""{"email":"long.address@example.org","password":"Long.Address@example.org"}""", "password")]
    public async Task Create_WrongBody_400(string body, string param) =>
        (await silo.Admin.PostAsync(Users, body)).With(400).Error["param"]!.GetValue<string>().ShouldBe(param);

    [Fact]
    public async Task Create_SameAddressInAnyCase_409()
    {
        var (_, email) = await silo.NewUserAsync();

        (await silo.Admin.PostAsync(Users, new JsonObject { ["email"] = email.ToUpperInvariant(), ["password"] = UsersSilo.Password })).With(409).Error["code"]!.GetValue<string>().ShouldBe("already_exists");
    }

    [Fact]
    public async Task Create_WithoutPassword_LinkWorksOnce()
    {
        var email = $"{Guid.NewGuid():n}@example.org";
        var created = (await silo.Admin.PostAsync(Users, new JsonObject { ["email"] = email })).With(201).Json;
        var link = new Uri(created["setup_url"]!.GetValue<string>());
        var query = System.Web.HttpUtility.ParseQueryString(link.Query);
        using var browser = silo.Browser();
        (string, string)[] fields = [("user", query["user"]!), ("token", query["token"]!)];
        (await browser.SignInAsync(email, UsersSilo.Password)).Headers["Location"].ShouldBe("/sign-in");

        BrowserClient.ErrorOn(await browser.FollowAsync(link.PathAndQuery, "/account/reset", [.. fields, ("password", "short")])).ShouldNotBeNull();
        BrowserClient.ErrorOn(await browser.FollowAsync(link.PathAndQuery, "/account/reset", [.. fields, ("password", UsersSilo.Password)])).ShouldBeNull();
        BrowserClient.ErrorOn(await browser.FollowAsync(link.PathAndQuery, "/account/reset", [.. fields, ("password", "another password")])).ShouldNotBeNull();

        (await browser.SignInAsync(email, UsersSilo.Password)).Headers["Location"].ShouldBe("/");
    }

    [Fact]
    public async Task List_PagesAndOne()
    {
        var (id, email) = await silo.NewUserAsync();
        await silo.NewUserAsync();

        var after = (await silo.Admin.GetAsync($"{Users}?limit=1&before={id}")).With(200);
        after.Json["object"]!.GetValue<string>().ShouldBe("list");
        (await silo.Admin.GetAsync($"{Users}?limit=1&after={id}")).With(200).Json["data"]!.AsArray().Count.ShouldBe(1);
        (await silo.Admin.GetAsync($"{Users}?limit=0")).With(400);
        (await silo.Admin.GetAsync($"{Users}?after=usr_none")).With(400);
        var user = (await silo.Admin.GetAsync($"{Users}/{id}")).With(200);
        user.Json["email"]!.GetValue<string>().ShouldBe(email);
        user.Body.ShouldNotContain("password");
        user.Body.ShouldNotContain("stamp");
    }

    [Theory]
    [InlineData("usr_000000000000000000000000")]
    [InlineData("usr_x")]
    [InlineData("default")]
    public async Task Unknown_404(string id)
    {
        (await silo.Admin.GetAsync($"{Users}/{id}")).With(404);
        (await silo.Admin.PatchAsync($"{Users}/{id}", new JsonObject { ["active"] = false })).With(404);
        (await silo.Admin.DeleteAsync($"{Users}/{id}")).With(404);
        (await silo.Admin.GetAsync($"{Users}/{id}/sessions")).With(404);
        (await silo.Admin.DeleteAsync($"{Users}/{id}/sessions")).With(404);
        (await silo.Admin.DeleteAsync($"{Users}/{id}/sessions/ses_x")).With(404);
        (await silo.Admin.DeleteAsync($"{Users}/{id}/two-factor")).With(404);
    }

    [Fact]
    public async Task Plane_OtherKeysAndCookies_401()
    {
        var (browser, id, _) = await silo.SignedInAsync();
        using var mine = browser;
        using var client = silo.Silo.Client();

        (await client.GetAsync(Users)).With(401);
        (await mine.GetAsync($"{Users}/{id}")).With(401);
    }

    [Fact]
    public async Task Change_ShutOut_SessionsEndAndNobodySignsIn()
    {
        var (browser, id, email) = await silo.SignedInAsync();
        using var mine = browser;
        (await silo.Admin.PatchAsync($"{Users}/{id}", new JsonObject { ["email"] = "x@example.org" })).With(400).Error["param"]!.GetValue<string>().ShouldBe("email");

        (await silo.Admin.PatchAsync($"{Users}/{id}", new JsonObject { ["active"] = false, ["name"] = "Out" })).With(200).Json["active"]!.GetValue<bool>().ShouldBeFalse();

        (await mine.IsSignedInAsync()).ShouldBeFalse();
        (await mine.SignInAsync(email, UsersSilo.Password)).Headers["Location"].ShouldBe("/sign-in");
        (await silo.Admin.PatchAsync($"{Users}/{id}", new JsonObject { ["active"] = true, ["password"] = "another password" })).With(200).Json["name"]!.GetValue<string>().ShouldBe("Out");
        (await mine.SignInAsync(email, "another password")).Headers["Location"].ShouldBe("/");
    }

    [Fact]
    public async Task Sessions_ListedAndEnded()
    {
        var (browser, id, _) = await silo.SignedInAsync();
        using var mine = browser;
        var session = (await silo.Admin.GetAsync($"{Users}/{id}/sessions")).With(200).Json["data"]!.AsArray().ShouldHaveSingleItem()!["id"]!.GetValue<string>();

        (await silo.Admin.DeleteAsync($"{Users}/{id}/sessions/{session}")).With(200);

        (await mine.IsSignedInAsync()).ShouldBeFalse();
        (await silo.Admin.DeleteAsync($"{Users}/{id}/sessions/{session}")).With(404);
        (await silo.Admin.DeleteAsync($"{Users}/{id}/sessions")).With(200).Json["data"]!.AsArray().ShouldBeEmpty();
        (await silo.Admin.DeleteAsync($"{Users}/{id}/two-factor")).With(200);
    }

    [Fact]
    public async Task Delete_GoneForGood_TheAddressIsFree()
    {
        var (browser, id, email) = await silo.SignedInAsync();
        using var mine = browser;

        (await silo.Admin.DeleteAsync($"{Users}/{id}")).With(200);

        (await mine.IsSignedInAsync()).ShouldBeFalse();
        (await mine.SignInAsync(email, UsersSilo.Password)).Headers["Location"].ShouldBe("/sign-in");
        (await silo.Admin.GetAsync($"{Users}/{id}")).With(404);
        (await silo.Admin.PostAsync(Users, new JsonObject { ["email"] = email })).With(201);
    }
}
