using System.Text;
using System.Text.Json.Nodes;
using LlmGateway.Silo.Tests.Hosting;

namespace LlmGateway.Silo.Tests.Users;

public sealed class SetupTests
{
    [Fact]
    public async Task Setup_FirstUser_OnceOnly_AndNobodyReadsWhoInTheDatabase()
    {
        const string email = "grace.hopper@navy.example";
        const string name = "Rear Admiral Grace";
        await using var silo = await SiloProcess.StartAsync();
        using BrowserClient browser = new(silo.Address);
        (string, string)[] fields = [("email", email), ("name", name), ("password", UsersSilo.Password)];
        (await browser.GetAsync("/")).With(200).Body.ShouldContain("/setup");

        BrowserClient.ErrorOn(await browser.FollowAsync("/setup", "/account/setup", [("adminKey", "ak-gw-wrong"), .. fields])).ShouldNotBeNull().ShouldContain("not the admin key");
        (await browser.IsSignedInAsync()).ShouldBeFalse();
        var made = (await browser.PostAsync("/setup", "/account/setup", [("adminKey", silo.AdminKey), .. fields])).With(303);
        made.Headers["Location"].ShouldBe("/account");
        (await browser.GetAsync("/account")).With(200).Body.ShouldContain(email);

        using BrowserClient second = new(silo.Address);
        (await second.GetAsync("/setup")).With(200).Body.ShouldNotContain("adminKey");
        (await second.GetAsync("/")).With(200).Body.ShouldNotContain("/setup");
        var refused = await second.PostAsync("/sign-in", "/account/setup", ("adminKey", silo.AdminKey), ("email", "b@example.org"), ("password", UsersSilo.Password));
        refused.With(303).Headers["Location"].ShouldBe("/sign-in");
        using var admin = silo.Admin();
        var users = (await admin.GetAsync("/admin/v1/users")).With(200).Json["data"]!.AsArray();
        users.Count.ShouldBe(1);
        var member = (await admin.GetAsync($"/admin/v1/members/{users[0]!["id"]!.GetValue<string>()}")).With(200).Json;
        member["roles"]!.AsArray().Single()!.GetValue<string>().ShouldBe("platform-admin");

        // Changes by the admin plane leave nothing in the audit trail either.
        var id = users[0]!["id"]!.GetValue<string>();
        (await admin.PatchAsync($"/admin/v1/users/{id}", new JsonObject { ["name"] = "Amazing Grace" })).With(200);
        (await browser.SignInAsync(email, "wrong password here")).With(303);
        var actions = (await admin.GetAsync("/admin/v1/audit")).With(200).Json["data"]!.AsArray().Select(entry => entry!["action"]!.GetValue<string>()).ToList();
        actions.ShouldContain("account.setup");
        actions.ShouldContain("account.sign_in");
        actions.ShouldContain("users.change");
        foreach (var file in Directory.EnumerateFiles(silo.Data, "*", SearchOption.AllDirectories).Where(file => !file.EndsWith(".lock", StringComparison.Ordinal)))
        {
            await using FileStream stream = new(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            using MemoryStream copy = new();
            await stream.CopyToAsync(copy, TestContext.Current.CancellationToken);
            foreach (var text in (string[])[email, email.ToUpperInvariant(), name, "Amazing Grace", UsersSilo.Password])
            {
                copy.GetBuffer().AsSpan(0, (int)copy.Length).IndexOf(Encoding.UTF8.GetBytes(text)).ShouldBe(-1, $"{text} in {file}");
            }
        }
    }
}
