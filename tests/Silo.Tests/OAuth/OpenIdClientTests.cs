using System.Text.Json.Nodes;
using LlmGateway.Silo.Tests.Hosting;

namespace LlmGateway.Silo.Tests.OAuth;

public sealed class OpenIdClientTests(SharedSilo shared)
{
    private const string Password = "correct horse battery staple";

    private string Issuer => shared.Silo.Address.GetLeftPart(UriPartial.Authority);

    [Fact]
    public async Task Machine_CredentialsIntrospectionRevocationDevice_AsThePublicLibraryWants()
    {
        var (id, secret) = await shared.Admin.CreateOAuthClientAsync("client_credentials");

        var seen = await NodeClient.RunScriptAsync("machine.mjs", Issuer, id, secret);

        seen["server"]!["issuer"]!.GetValue<string>().ShouldBe(Issuer + "/");
        seen["server"]!["code_challenge_methods_supported"]!.AsArray().Select(method => method!.GetValue<string>()).ShouldBe(["S256"]);
        seen["tokens"]!["expires_in"]!.GetValue<int>().ShouldBeInRange(590, 600);
        seen["tokens"]!["refresh_token"].ShouldBeNull();
        seen["active"]!["active"]!.GetValue<bool>().ShouldBeTrue();
        seen["active"]!["sub"]!.GetValue<string>().ShouldBe(id);
        seen["active"]!["aud"]!.GetValue<string>().ShouldBe("llmgateway");
        seen["revoked"]!["active"]!.GetValue<bool>().ShouldBeFalse();
        seen["device"]!["verification_uri"]!.GetValue<string>().ShouldBe(Issuer + "/oauth/verify");
        seen["device"]!["expires_in"]!.GetValue<int>().ShouldBeInRange(590, 600);
    }

    [Fact]
    public async Task User_CodeRefreshAndDevice_AsThePublicLibraryWants()
    {
        var (id, secret) = await shared.Admin.CreateOAuthClientAsync("authorization_code", "refresh_token");

        var email = $"{Guid.NewGuid():n}@example.org";
        (await shared.Admin.PostAsync("/admin/v1/users", new JsonObject { ["email"] = email, ["name"] = "Ann", ["password"] = Password })).With(201);

        var seen = await NodeClient.RunScriptAsync("user.mjs", Issuer, id, secret, email, Password);

        string Text(string name) => seen[name]!.GetValue<string>();
        Text("notSignedIn").ShouldBe("login_required");
        seen["consent"]!["status"]!.GetValue<int>().ShouldBe(200);
        seen["consent"]!["policy"]!.GetValue<string>().ShouldEndWith("form-action 'self' https://app.example");
        seen["consent"]!["html"]!.GetValue<string>().ShouldContain("Test &lt;app&gt;");
        Text("denied").ShouldBe("access_denied");
        Text("notAllowed").ShouldBe("consent_required");
        seen["claims"]!["sid"]!.GetValue<string>().ShouldStartWith("ses_");
        seen["userInfo"]!["tenant"]!.GetValue<string>().ShouldBe("default");
        seen["again"]!.GetValue<bool>().ShouldBeTrue();
        Text("codeTwice").ShouldBe("invalid_grant");
        Text("afterCodeTwice").ShouldBe("invalid_grant");
        seen["rotated"]!.GetValue<bool>().ShouldBeTrue();
        Text("refreshTwice").ShouldBe("invalid_grant");
        Text("afterRefreshTwice").ShouldBe("invalid_grant");
        seen["accessAfterReuse"]!.GetValue<bool>().ShouldBeFalse();
        Text("wrongProof").ShouldBe("invalid_grant");
        Text("device").ShouldContain("LlmGateway command line");
        Text("wrongCode").ShouldContain("not valid any more");
        Text("deviceDone").ShouldContain("Your device goes on by itself.");
        seen["deviceUser"]!["sub"]!.GetValue<string>().ShouldBe(seen["claims"]!["sub"]!.GetValue<string>());
    }
}
