using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using LlmGateway.Silo.Tests.Api.Admin;
using LlmGateway.Silo.Tests.Http;

namespace LlmGateway.Silo.Tests.Issuers;

/// <summary>What access tokens of another silo open here.</summary>
public sealed class IssuerTokenTests(IssuerPair pair) : IClassFixture<IssuerPair>
{
    private static readonly JsonObject Question = ChatBody.Ask("What is the capital of France?");

    [Fact]
    public async Task Token_OfTheIssuersOwnServer_OpensBothPlanesByTheMappedRole()
    {
        var person = await pair.Issuer.AddPersonAsync("developer");
        var tokens = await pair.Issuer.TokensAsync(person);
        using var client = pair.Client(tokens.Text("access_token"));

        (await client.ChatAsync(Question)).With(200);

        (await client.GetAsync($"{IssuerPair.Tenant}/keys")).With(200);
        (await client.PutAsync($"{IssuerPair.Tenant}/members/usr_0123456789abcdef01234567", """{"roles":["owner"]}""")).With(403);
        (await client.GetAsync("/admin/v1/tenants/default/keys")).With(404);
        var user = (await IssuerPair.FindUserAsync(pair.Admin, person.Id)).ShouldNotBeNull();
        user.Text("email").ShouldBe(person.Email);
        user.Text("name").ShouldBe("Ann Other");
        user["identities"]![0]!.Text("issuer").ShouldBe(pair.Issuer.Silo.Address.GetLeftPart(UriPartial.Authority));
        (await client.GetAsync("/admin/v1/me")).With(200).Json.Text("id").ShouldBe(user.Text("id"));
        var member = (await pair.Admin.GetAsync($"{IssuerPair.Tenant}/members/{user.Text("id")}")).With(200).Json;
        Strings(member["issuer_roles"]).ShouldBe(["developer"]);
        Strings(member["roles"]).ShouldBeEmpty();
        (await pair.Admin.GetAsync("/admin/v1/usage?tenant=acme&group_by=key")).With(200).Json["data"]!.AsArray().ShouldContain(row => row!.Text("key") == user.Text("id"));
        var trail = (await pair.Admin.GetAsync("/admin/v1/audit?limit=100")).With(200).Json["data"]!.AsArray().Where(entry => entry!["target"]?.GetValue<string>() == user.Text("id")).Select(entry => entry!.Text("action")).ToList();
        trail.ShouldBe(["members.by_issuer", "account.create"]);

        using var identity = pair.Client(tokens.Text("id_token"));
        Refused(await identity.ChatAsync(Question));
    }

    public static TheoryData<string> Forgeries => [.. Forged.Keys];

    [Theory]
    [MemberData(nameof(Forgeries))]
    public async Task Token_Forged_RefusedOnBothPlanesAndNobodyIsMade(string forgery)
    {
        var subject = $"forged-{Guid.NewGuid():n}";
        using var client = pair.Client(Forged[forgery](pair.Forge, pair.Forge.Payload(subject, "owner")));

        Refused(await client.GetAsync("/v1/models"));
        Refused(await client.GetAsync("/admin/v1/me"));

        (await IssuerPair.FindUserAsync(pair.Admin, subject)).ShouldBeNull();
    }

    [Theory]
    [InlineData("""{"alg":"ES256","kid":1}""", "{iss}")]
    [InlineData("""{"alg":1,"kid":"{kid}"}""", "{iss}")]
    [InlineData("""{"alg":null,"kid":null,"typ":null}""", "{iss}")]
    [InlineData("""{"kid":"{kid}"}""", "{iss}")]
    [InlineData("""{"alg":"ES256","kid":"{kid}","typ":{}}""", "{iss}")]
    [InlineData("""{"alg":"ES256","kid":"{kid}","typ":[1],"crit":null}""", "{iss}")]
    [InlineData("""{"alg":"ES256","kid":"{kid}","crit":"\ud800"}""", "{iss}")]
    [InlineData("""{"alg":"ES256","kid":"\ud800"}""", "{iss}")]
    [InlineData("[]", "{iss}")]
    [InlineData(null, "[]")]
    [InlineData(null, "null")]
    [InlineData(null, "")]
    [InlineData(null, "{")]
    [InlineData(null, """{"iss":1}""")]
    [InlineData(null, """{"iss":["x"]}""")]
    [InlineData(null, """{"iss":{"x":1}}""")]
    [InlineData(null, """{"iss":"\ud800"}""")]
    [InlineData(null, """{"exp":"soon"}""")]
    [InlineData(null, """{"exp":-1}""")]
    [InlineData(null, """{"exp":1e308}""")]
    [InlineData(null, """{"exp":99999999999999999999}""")]
    [InlineData(null, """{"exp":[1]}""")]
    [InlineData(null, """{"iat":"then","exp":{exp}}""")]
    [InlineData(null, """{"iat":-99999999999,"nbf":{},"exp":{exp}}""")]
    [InlineData(null, """{"aud":1,"exp":{exp}}""")]
    [InlineData(null, """{"aud":{"llmgateway":1},"exp":{exp}}""")]
    [InlineData(null, """{"aud":[null,1],"exp":{exp}}""")]
    [InlineData(null, """{"aud":"llmgateway","sub":1,"exp":{exp}}""")]
    [InlineData(null, """{"aud":"llmgateway","sub":["x"],"exp":{exp}}""")]
    [InlineData(null, """{"aud":"llmgateway","sub":"\ud800","exp":{exp}}""")]
    [InlineData(null, """{"aud":"llmgateway","sub":"x","email":"\udc00@example.org","exp":{exp}}""")]
    [InlineData(null, """{"aud":"llmgateway","sub":"","exp":{exp}}""")]
    [InlineData(null, """{"aud":"llmgateway","sub":"x","x":{deep},"exp":{exp}}""")]
    public async Task Token_Malformed_401(string? header, string payload)
    {
        var (iss, exp) = (pair.Forge.Payload("x").Text("iss"), TokenForge.Now + 600);
        var deep = string.Concat(Enumerable.Repeat("[", 1000)) + string.Concat(Enumerable.Repeat("]", 1000));
        payload = payload.Replace("{exp}", $"{exp}", StringComparison.Ordinal).Replace("{deep}", deep, StringComparison.Ordinal);
        payload = payload == "{iss}" ? $$"""{"iss":"{{iss}}","aud":"llmgateway","sub":"x","exp":{{exp}}}"""
            : payload.StartsWith("{\"", StringComparison.Ordinal) && !payload.Contains("\"iss\"", StringComparison.Ordinal) ? $"{{\"iss\":\"{iss}\",{payload[1..]}"
            : payload;
        using var client = pair.Client(TokenForge.SignText((header ?? """{"alg":"ES256","kid":"{kid}"}""").Replace("{kid}", pair.Forge.Kid, StringComparison.Ordinal), payload, pair.Forge.Key));

        Refused(await client.GetAsync("/v1/models"));
        Refused(await client.GetAsync("/admin/v1/me"));
    }

    [Fact]
    public async Task Token_Plain_OneUserHoweverManyAtOnce()
    {
        var subject = $"many-{Guid.NewGuid():n}";
        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(async i =>
        {
            var payload = pair.Forge.Payload(subject, "developer");
            payload["jti"] = $"{i}";
            using var client = pair.Client(pair.Forge.Sign(payload));
            return (await client.GetAsync("/admin/v1/me")).With(200).Json.Text("id");
        }));

        answers.Distinct().ShouldHaveSingleItem();
    }

    [Fact]
    public async Task Roles_OfNewerClaims_ReplaceThoseBeforeAndLeaveWhatPeopleGave()
    {
        var subject = $"roles-{Guid.NewGuid():n}";
        using var owner = pair.Client(Token(subject, -60, "owner"));
        var id = (await owner.GetAsync("/admin/v1/me")).With(200).Json.Text("id");
        (await owner.GetAsync("/admin/v1/invoices?tenant=acme")).With(200);

        using var developer = pair.Client(Token(subject, -30, "developer"));
        (await developer.GetAsync("/admin/v1/me")).With(200);
        (await owner.GetAsync("/admin/v1/invoices?tenant=acme")).With(403);

        // An older token that nobody has seen yet gives nothing back.
        using var older = pair.Client(Token(subject, -45, "owner"));
        (await older.GetAsync("/admin/v1/me")).With(200);
        (await older.GetAsync("/admin/v1/invoices?tenant=acme")).With(403);

        (await pair.Admin.PutAsync($"{IssuerPair.Tenant}/members/{id}", """{"roles":["billing"]}""")).With(200);
        using var nobody = pair.Client(Token(subject, -10));
        (await nobody.GetAsync("/admin/v1/invoices?tenant=acme")).With(200);
        (await nobody.ChatAsync(Question)).With(403);
        var member = (await pair.Admin.GetAsync($"{IssuerPair.Tenant}/members/{id}")).With(200).Json;
        Strings(member["roles"]).ShouldBe(["billing"]);
        Strings(member["issuer_roles"]).ShouldBeEmpty();
    }

    [Fact]
    public async Task Operator_OnlyAsTheSettingSays_AndNoLonger()
    {
        var subject = $"operator-{Guid.NewGuid():n}";
        using var client = pair.Client(Token(subject, -60, "platform-admin"));
        (await client.GetAsync("/admin/v1/tenants")).With(200);

        using var later = pair.Client(Token(subject, -30, "owner"));
        (await later.GetAsync("/admin/v1/me")).With(200);

        (await client.GetAsync("/admin/v1/tenants")).With(403);
        (await client.GetAsync(IssuerPair.Tenant)).With(200);
    }

    [Fact]
    public async Task Tenant_UnknownOrSeveralOrNone_SaidClearly()
    {
        async Task<Answer> AskAsync(JsonNode? tenant)
        {
            var payload = pair.Forge.Payload($"tenant-{Guid.NewGuid():n}", "owner");
            payload["tenant"] = tenant;
            using var client = pair.Client(pair.Forge.Sign(payload));
            return await client.GetAsync("/v1/models");
        }

        (await AskAsync("elsewhere")).With(403).Error["code"]!.GetValue<string>().ShouldBe("tenant_missing");
        (await AskAsync(null)).With(403).Error["code"]!.GetValue<string>().ShouldBe("tenant_missing");
        (await AskAsync(new JsonArray("default", "elsewhere"))).With(200);
    }

    [Fact]
    public async Task User_ShutOut_OpenStreamsEndAndNoTokenOpensAnything()
    {
        var subject = $"out-{Guid.NewGuid():n}";
        using var client = pair.Client(Token(subject, -60, "developer"));
        var id = (await client.GetAsync("/admin/v1/me")).With(200).Json.Text("id");
        using var stream = await client.OpenAsync(ChatBody.Long(1000));
        (await stream.NextAsync()).ShouldNotBeNull();

        (await pair.Admin.PatchAsync($"/admin/v1/users/{id}", new JsonObject { ["active"] = false })).With(200);

        (await stream.ReadToEndAsync()).ShouldNotContain("data: [DONE]");
        (await client.GetAsync("/v1/models")).With(401);
        using var newer = pair.Client(Token(subject, 0, "owner"));
        (await newer.GetAsync("/admin/v1/me")).With(403).Error["code"]!.GetValue<string>().ShouldBe("user_inactive");
        Strings((await pair.Admin.GetAsync($"{IssuerPair.Tenant}/members/{id}")).With(200).Json["issuer_roles"]).ShouldBe(["developer"]);
    }

    [Fact]
    public async Task User_Deleted_SeenTokensOpenNothingAndTheRolesAreGone()
    {
        var subject = $"gone-{Guid.NewGuid():n}";
        using var client = pair.Client(Token(subject, -60, "developer"));
        var id = (await client.GetAsync("/admin/v1/me")).With(200).Json.Text("id");

        (await pair.Admin.DeleteAsync($"/admin/v1/users/{id}")).With(200);

        (await client.GetAsync("/v1/models")).With(401);
        (await pair.Admin.GetAsync($"{IssuerPair.Tenant}/members/{id}")).With(404);
    }

    [Fact]
    public async Task Email_OfALocalAccount_RefusedAndNotLinked()
    {
        var email = $"{Guid.NewGuid():n}@gateway.example";
        (await pair.Admin.PostAsync("/admin/v1/users", new JsonObject { ["email"] = email })).With(201);
        var payload = pair.Forge.Payload($"taken-{Guid.NewGuid():n}", "owner");
        (payload["email"], payload["email_verified"]) = (email.ToUpperInvariant(), true);
        using var client = pair.Client(pair.Forge.Sign(payload));

        (await client.GetAsync("/admin/v1/me")).With(403).Error["code"]!.GetValue<string>().ShouldBe("email_taken");
    }

    [Fact]
    public async Task Email_None_UserWithoutOne()
    {
        var subject = $"machine-{Guid.NewGuid():n}";
        var payload = pair.Forge.Payload(subject, "developer");
        payload.Remove("email");
        payload.Remove("name");
        using var client = pair.Client(pair.Forge.Sign(payload));

        (await client.ChatAsync(Question)).With(200);

        (await IssuerPair.FindUserAsync(pair.Admin, subject))!["email"].ShouldBeNull();
    }

    [Fact]
    public async Task Database_Copied_SaysNotWhoAnybodyIs()
    {
        var subject = $"secret-{Guid.NewGuid():n}";
        using var client = pair.Client(Token(subject, 0, "developer"));
        (await client.GetAsync("/admin/v1/me")).With(200);

        foreach (var file in Directory.EnumerateFiles(pair.Gateway.Data, "*", SearchOption.AllDirectories).Where(file => !file.EndsWith(".lock", StringComparison.Ordinal)))
        {
            await using FileStream stream = new(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            using MemoryStream copy = new();
            await stream.CopyToAsync(copy, TestContext.Current.CancellationToken);
            copy.GetBuffer().AsSpan(0, (int)copy.Length).IndexOf(Encoding.UTF8.GetBytes(subject)).ShouldBe(-1, file);
        }
    }

    private static readonly Dictionary<string, Func<TokenForge, JsonObject, string>> Forged = new()
    {
        ["another audience"] = (forge, payload) => forge.Sign(With(payload, "aud", "somebody-else")),
        ["no audience"] = (forge, payload) => forge.Sign(With(payload, "aud", null)),
        ["another issuer's name"] = (forge, payload) => forge.Sign(With(payload, "iss", "https://evil.example/")),
        ["the issuer written otherwise"] = (forge, payload) => forge.Sign(With(payload, "iss", payload.Text("iss").TrimEnd('/'))),
        ["no issuer"] = (forge, payload) => forge.Sign(With(payload, "iss", null)),
        ["alg none"] = (forge, payload) => TokenForge.Unsigned(forge.Header("none"), payload),
        ["HS256 with the public key"] = (forge, payload) => TokenForge.SignHmac(forge.Header("HS256"), payload, forge.Key.ExportSubjectPublicKeyInfo()),
        ["HS256 with the public key as PEM"] = (forge, payload) => TokenForge.SignHmac(forge.Header("HS256"), payload, Encoding.UTF8.GetBytes(forge.Key.ExportSubjectPublicKeyInfoPem())),
        ["expired"] = (forge, payload) => forge.Sign(With(payload, "exp", TokenForge.Now - 31)),
        ["no expiry"] = (forge, payload) => forge.Sign(With(payload, "exp", null)),
        ["not yet"] = (forge, payload) => forge.Sign(With(payload, "nbf", TokenForge.Now + 60)),
        ["another key with the issuer's kid"] = (forge, payload) => TokenForge.Sign(forge.Header(), payload, ECDsa.Create(ECCurve.NamedCurves.nistP256)),
        ["unknown kid"] = (forge, payload) => TokenForge.Sign(With(forge.Header(), "kid", "0123456789abcdef"), payload, forge.Key),
        ["a key of its own in the header"] = (forge, payload) => TokenForge.Sign(With(forge.Header(), "jwk", new JsonObject { ["kty"] = "EC" }), payload, ECDsa.Create(ECCurve.NamedCurves.nistP256)),
        ["another algorithm in the header"] = (forge, payload) => TokenForge.Sign(With(forge.Header(), "alg", "RS256"), payload, forge.Key),
        ["critical header"] = (forge, payload) => TokenForge.Sign(With(forge.Header(), "crit", new JsonArray("x")), payload, forge.Key),
        ["logout token"] = (forge, payload) => TokenForge.Sign(forge.Header(type: "logout+jwt"), payload, forge.Key),
        ["identity token by its nonce"] = (forge, payload) => TokenForge.Sign(forge.Header(type: "JWT"), With(payload, "nonce", "n"), forge.Key),
        ["identity token by its hash"] = (forge, payload) => TokenForge.Sign(forge.Header(type: null), With(payload, "at_hash", "x"), forge.Key),
        ["bound to a key"] = (forge, payload) => forge.Sign(With(payload, "cnf", new JsonObject { ["jkt"] = "x" })),
        ["no subject"] = (forge, payload) => forge.Sign(With(payload, "sub", null)),
        ["endless subject"] = (forge, payload) => forge.Sign(With(payload, "sub", new string('x', 257))),
        ["oversize"] = (forge, payload) => forge.Sign(With(payload, "x", new string('x', 16 * 1024))),
        ["changed payload"] = (forge, payload) => forge.Sign(payload).Split('.') is [var header, _, var signature] ? $"{header}.{TokenForge.Unsigned(payload, With(payload, "tenant", "default2")).Split('.')[1]}.{signature}" : "",
        ["five parts"] = (_, _) => "eyJa.b.c.d.e",
        ["no JSON"] = (_, _) => "eyJhbGciOiJub25lIn0.e30x.AAAA",
    };

    private string Token(string subject, int age, params string[] roles)
    {
        var payload = pair.Forge.Payload(subject, roles);
        payload["iat"] = TokenForge.Now + age;
        return pair.Forge.Sign(payload);
    }

    private static JsonObject With(JsonObject part, string name, JsonNode? value)
    {
        if (value is null)
        {
            part.Remove(name);
        }
        else
        {
            part[name] = value;
        }

        return part;
    }

    private static void Refused(Answer answer) => answer.With(401).Error["message"]!.GetValue<string>().ShouldNotBeEmpty();

    private static IEnumerable<string> Strings(JsonNode? array) => array!.AsArray().Select(item => item!.GetValue<string>());
}
