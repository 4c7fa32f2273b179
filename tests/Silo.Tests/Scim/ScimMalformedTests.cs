using System.Text.Json.Nodes;
using LlmGateway.Silo.Tests.Api.Admin;
using LlmGateway.Silo.Tests.Hosting;

namespace LlmGateway.Silo.Tests.Scim;

/// <summary>What directories get wrong, or somebody in their place does on purpose.</summary>
public sealed class ScimMalformedTests(SharedSilo shared) : IAsyncLifetime
{
    private TenantDirectory _directory = null!;

    public async ValueTask InitializeAsync() => _directory = await TenantDirectory.CreateAsync(shared);

    public ValueTask DisposeAsync()
    {
        _directory.Dispose();
        return ValueTask.CompletedTask;
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("userName")]
    [InlineData("userName eq")]
    [InlineData("userName eq ann")]
    [InlineData("userName eq \"ann")]
    [InlineData("userName eq \"ann\\\"")]
    [InlineData("userName eq \"\\ud800\"")]
    [InlineData("userName eq \"a\" and")]
    [InlineData("userName eq \"a\" userName eq \"b\"")]
    [InlineData("userName is \"a\"")]
    [InlineData("userName gt true")]
    [InlineData("userName co null")]
    [InlineData("userName eq 7")]
    [InlineData("active gt true")]
    [InlineData("active eq \"perhaps\"")]
    [InlineData("meta.created co \"2026\"")]
    [InlineData("meta.created gt \"yesterday\"")]
    [InlineData("name eq \"Ann\"")]
    [InlineData("password eq \"secret\"")]
    [InlineData("roles.value eq \"owner\"")]
    [InlineData("userName.value eq \"a\"")]
    [InlineData("emails.nothing eq \"a\"")]
    [InlineData("emails[type eq \"work\"")]
    [InlineData("emails[type eq \"work\"].nothing pr")]
    [InlineData("emails[type eq \"work\"].")]
    [InlineData("emails[emails[type eq \"work\"]]")]
    [InlineData("emails[]")]
    [InlineData("userName[value eq \"a\"]")]
    [InlineData("not userName pr")]
    [InlineData("not (userName pr")]
    [InlineData("(userName pr))")]
    [InlineData("()")]
    [InlineData("userName pr or")]
    [InlineData("or userName pr")]
    [InlineData("userName eq \"a\"; drop table users")]
    [InlineData("$where eq \"1\"")]
    [InlineData("urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager eq \"x\"")]
    [InlineData("\u202euserName pr")]
    [InlineData("userName eq \"a\"\0")]
    public async Task Filter_Malformed_RefusedSayingWhy(string filter) => (await _directory.FindAsync("Users", filter)).Refused(400, "invalidFilter")["detail"]!.GetValue<string>().Length.ShouldBeGreaterThan(20);

    [Fact]
    public async Task Filter_WithoutBounds_Refused()
    {
        (await _directory.FindAsync("Users", new string('(', 500) + "userName pr" + new string(')', 500))).Refused(400, "invalidFilter");
        (await _directory.FindAsync("Users", string.Join(" or ", Enumerable.Repeat("active pr", 101)))).Refused(400, "invalidFilter");
        (await _directory.PostAsync("Users/.search", new JsonObject { ["filter"] = $"userName eq \"{new string('a', 5000)}\"" }.ToJsonString())).Refused(400, "invalidFilter");
        (await _directory.FindAsync("Users", string.Join(" or ", Enumerable.Repeat("(active pr)", 40)))).Total().ShouldBe(0);
    }

    [Theory]
    [InlineData("startIndex=one")]
    [InlineData("count=1.5")]
    [InlineData("count=99999999999")]
    [InlineData("count=1&count=2")]
    [InlineData("filter=userName%20pr&filter=active%20pr")]
    [InlineData("sortBy=userName&sortOrder=up")]
    public async Task Parameter_Malformed_Refused(string query) => (await _directory.GetAsync($"Users?{query}")).Refused(400, "invalidValue");

    [Theory]
    [InlineData("", "invalidSyntax")]
    [InlineData("{", "invalidSyntax")]
    [InlineData("null", "invalidSyntax")]
    [InlineData("[]", "invalidSyntax")]
    [InlineData("\"text\"", "invalidSyntax")]
    [InlineData("{\"Operations\":[]}", "invalidSyntax")]
    [InlineData("{\"Operations\":{}}", "invalidSyntax")]
    [InlineData("{\"Operations\":[7]}", "invalidSyntax")]
    [InlineData("{\"Operations\":[{}]}", "invalidSyntax")]
    [InlineData("{\"schemas\":\"urn:ietf:params:scim:api:messages:2.0:PatchOp\",\"Operations\":[{\"op\":\"add\",\"path\":\"displayName\",\"value\":\"x\"}]}", "invalidSyntax")]
    [InlineData("{\"schemas\":[\"urn:other\"],\"Operations\":[{\"op\":\"add\",\"path\":\"displayName\",\"value\":\"x\"}]}", "invalidSyntax")]
    [InlineData("{\"Operations\":[{\"op\":\"move\",\"path\":\"displayName\",\"value\":\"x\"}]}", "invalidSyntax")]
    [InlineData("{\"Operations\":[{\"op\":7,\"path\":\"displayName\",\"value\":\"x\"}]}", "invalidSyntax")]
    [InlineData("{\"Operations\":[{\"op\":\"add\",\"path\":\"\\ud800\",\"value\":\"x\"}]}", "invalidSyntax")]
    [InlineData("{\"Operations\":[{\"op\":\"add\",\"path\":\"displayName\"}]}", "invalidValue")]
    [InlineData("{\"Operations\":[{\"op\":\"add\",\"value\":\"x\"}]}", "invalidValue")]
    [InlineData("{\"Operations\":[{\"op\":\"remove\"}]}", "noTarget")]
    [InlineData("{\"Operations\":[{\"op\":\"add\",\"path\":7,\"value\":\"x\"}]}", "invalidPath")]
    [InlineData("{\"Operations\":[{\"op\":\"add\",\"path\":\"\",\"value\":\"x\"}]}", "invalidPath")]
    [InlineData("{\"Operations\":[{\"op\":\"add\",\"path\":\"nothing\",\"value\":\"x\"}]}", "invalidPath")]
    [InlineData("{\"Operations\":[{\"op\":\"add\",\"path\":\"name.nothing\",\"value\":\"x\"}]}", "invalidPath")]
    [InlineData("{\"Operations\":[{\"op\":\"add\",\"path\":\"displayName displayName\",\"value\":\"x\"}]}", "invalidPath")]
    [InlineData("{\"Operations\":[{\"op\":\"add\",\"path\":\"emails[type eq \\\"work\\\"\",\"value\":\"x\"}]}", "invalidPath")]
    [InlineData("{\"Operations\":[{\"op\":\"add\",\"path\":\"emails[type eq \\\"work\\\"].nothing\",\"value\":\"x\"}]}", "invalidPath")]
    [InlineData("{\"Operations\":[{\"op\":\"add\",\"path\":\"displayName[value eq \\\"x\\\"]\",\"value\":\"x\"}]}", "invalidPath")]
    [InlineData("{\"Operations\":[{\"op\":\"replace\",\"path\":\"emails[type co \\\"work\\\"].value\",\"value\":\"x@example.org\"}]}", "noTarget")]
    [InlineData("{\"Operations\":[{\"op\":\"replace\",\"path\":\"id\",\"value\":\"usr_0123456789abcdef01234567\"}]}", "mutability")]
    [InlineData("{\"Operations\":[{\"op\":\"add\",\"path\":\"groups\",\"value\":[{\"value\":\"grp_x\"}]}]}", "mutability")]
    [InlineData("{\"Operations\":[{\"op\":\"add\",\"path\":\"groups[value eq \\\"grp_x\\\"]\",\"value\":{\"value\":\"grp_y\"}}]}", "mutability")]
    [InlineData("{\"Operations\":[{\"op\":\"replace\",\"path\":\"meta.created\",\"value\":\"1999-01-01T00:00:00Z\"}]}", "mutability")]
    [InlineData("{\"Operations\":[{\"op\":\"remove\",\"path\":\"userName\"}]}", "invalidValue")]
    [InlineData("{\"Operations\":[{\"op\":\"replace\",\"path\":\"userName\",\"value\":null}]}", "invalidValue")]
    [InlineData("{\"Operations\":[{\"op\":\"replace\",\"path\":\"userName\",\"value\":[\"x\"]}]}", "invalidValue")]
    [InlineData("{\"Operations\":[{\"op\":\"replace\",\"path\":\"active\",\"value\":\"perhaps\"}]}", "invalidValue")]
    [InlineData("{\"Operations\":[{\"op\":\"replace\",\"path\":\"active\",\"value\":0}]}", "invalidValue")]
    [InlineData("{\"Operations\":[{\"op\":\"replace\",\"path\":\"name\",\"value\":\"Ann\"}]}", "invalidValue")]
    [InlineData("{\"Operations\":[{\"op\":\"add\",\"path\":\"emails\",\"value\":[{\"value\":\"no address\"}]}]}", "invalidValue")]
    [InlineData("{\"Operations\":[{\"op\":\"add\",\"path\":\"emails\",\"value\":[{\"type\":\"work\"}]}]}", "invalidValue")]
    [InlineData("{\"Operations\":[{\"op\":\"add\",\"path\":\"emails\",\"value\":[{\"value\":\"a@example.org\",\"primary\":true},{\"value\":\"b@example.org\",\"primary\":true}]}]}", "invalidValue")]
    [InlineData("{\"Operations\":[{\"op\":\"add\",\"value\":{\"displayName\":\"a\",\"DISPLAYNAME\":7}}]}", "invalidValue")]
    public async Task Patch_Malformed_RefusedAndNothingChanged(string body, string scimType)
    {
        var path = $"Users/{(await _directory.CreateUserAsync(TenantDirectory.NewAddress(), ""","displayName":"Ann" """)).Text("id")}";
        var before = (await _directory.GetAsync(path)).With(200).Body;

        (await _directory.PatchAsync(path, body)).Refused(400, scimType);

        (await _directory.GetAsync(path)).With(200).Body.ShouldBe(before);
    }

    [Theory]
    [InlineData("{}", "invalidValue")]
    [InlineData("{\"userName\":\"\"}", "invalidValue")]
    [InlineData("{\"userName\":\"  \"}", "invalidValue")]
    [InlineData("{\"userName\":null}", "invalidValue")]
    [InlineData("{\"userName\":{\"value\":\"x\"}}", "invalidValue")]
    [InlineData("{\"userName\":\"no-address\"}", "invalidValue")]
    [InlineData("{\"userName\":\"a@example.org\",\"USERNAME\":\"b@example.org\"}", "invalidSyntax")]
    [InlineData("{\"userName\":\"a@example.org\",\"emails\":\"\"}", "invalidValue")]
    [InlineData("{\"userName\":\"a@example.org\",\"emails\":[[]]}", "invalidValue")]
    [InlineData("{\"userName\":\"a@example.org\",\"name\":[]}", "invalidValue")]
    [InlineData("{\"userName\":\"a@example.org\",\"active\":{}}", "invalidValue")]
    [InlineData("{\"schemas\":[],\"userName\":\"a@example.org\"}", "invalidSyntax")]
    [InlineData("{\"schemas\":[\"urn:ietf:params:scim:schemas:core:2.0:Group\"],\"userName\":\"a@example.org\"}", "invalidSyntax")]
    [InlineData("{\"userName\":\"a@example.org\",\"displayName\":\"\\udc00\"}", "invalidSyntax")]
    [InlineData("{\"userName\":\"a@example.org\",\"x\":{\"x\":{\"x\":{\"x\":{\"x\":{\"x\":{\"x\":{\"x\":{\"x\":{\"x\":{\"x\":{\"x\":{\"x\":{\"x\":{\"x\":{\"x\":{}}}}}}}}}}}}}}}}}", "invalidSyntax")]
    [InlineData("\ufeff\ufeff{}", "invalidSyntax")]
    public async Task User_Malformed_RefusedAndNotMade(string body, string scimType)
    {
        (await _directory.PostAsync("Users", body)).Refused(400, scimType);

        (await _directory.GetAsync("Users")).Total().ShouldBe(0);
    }

    [Theory]
    [InlineData("<script>alert(1)</script>")]
    [InlineData("Ann \"O'Hara\" & Söhne \\ {{7*7}} ${x} %00")]
    [InlineData("👩‍🚀 Ann 🚀")]
    [InlineData("אנה")]
    [InlineData("'; DROP TABLE users; --")]
    public async Task Name_ThatLooksHostile_KeptAsTextAndShownAsSuch(string name)
    {
        var user = (await _directory.PostAsync("Users", new JsonObject { ["userName"] = TenantDirectory.NewAddress(), ["displayName"] = name, ["externalId"] = name }.ToJsonString())).With(201).Json;

        (user.Text("displayName"), user.Text("externalId")).ShouldBe((name, name));
        (await _directory.FindAsync("Users", $"displayName eq {JsonValue.Create(name).ToJsonString()}")).Total().ShouldBe(1);
        (await _directory.FindAsync("Users", $"externalId eq {JsonValue.Create(name).ToJsonString()}")).Total().ShouldBe(1);
        (await shared.Admin.GetAsync($"/admin/v1/users/{user.Text("id")}")).With(200).Json.Text("name").ShouldBe(name);
        (await _directory.PostAsync("Groups", new JsonObject { ["displayName"] = name }.ToJsonString())).With(201).Json.Text("displayName").ShouldBe(name);
    }

    [Theory]
    [InlineData("Ann\u202egnp.exe")]
    [InlineData("Ann\u2066x")]
    [InlineData("Ann\u0000")]
    [InlineData("Ann\r\nSet-Cookie: x=1")]
    [InlineData("Ann\u001b[2J")]
    [InlineData("Ann\u2028")]
    public async Task Name_WithCharactersThatCannotBeShown_Refused(string name)
    {
        var text = JsonValue.Create(name).ToJsonString();
        foreach (var attribute in new[] { $"\"displayName\":{text}", $"\"name\":{{\"familyName\":{text}}}", $"\"externalId\":{text}", $"\"timezone\":{text}" })
        {
            (await _directory.PostAsync("Users", $"{{\"userName\":\"{TenantDirectory.NewAddress()}\",{attribute}}}")).Refused(400, "invalidValue");
        }

        (await _directory.PostAsync("Users", $"{{\"userName\":{text},\"emails\":[{{\"value\":\"{TenantDirectory.NewAddress()}\"}}]}}")).Refused(400, "invalidValue");
        (await _directory.PostAsync("Groups", $"{{\"displayName\":{text}}}")).Refused(400, "invalidValue");
        (await _directory.GetAsync("Users")).Total().ShouldBe(0);
        (await _directory.GetAsync("Groups")).Total().ShouldBe(0);
    }

    [Fact]
    public async Task Name_OfFiveHundredCharacters_RefusedSayingHowMany()
    {
        var name = new string('n', 500);

        foreach (var attribute in new[] { "displayName", "externalId" })
        {
            (await _directory.PostAsync("Users", $$"""{"userName":"{{TenantDirectory.NewAddress()}}","{{attribute}}":"{{name}}"}""")).Refused(400, "invalidValue")["detail"]!.GetValue<string>().ShouldContain("at most");
        }

        (await _directory.PostAsync("Users", $$"""{"userName":"{{name}}@example.org"}""")).Refused(400, "invalidValue");
        (await _directory.PostAsync("Users", $$"""{"userName":"{{TenantDirectory.NewAddress()}}","emails":[{{string.Join(',', Enumerable.Range(0, 11).Select(number => $$"""{"value":"a{{number}}@example.org"}"""))}}]}""")).Refused(400, "invalidValue");
        (await _directory.PostAsync("Groups", $$"""{"displayName":"{{name}}"}""")).Refused(400, "invalidValue");
    }
}
