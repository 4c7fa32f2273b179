using System.Text.Json.Nodes;
using LlmGateway.Silo.Tests.Api.Admin;
using LlmGateway.Silo.Tests.Hosting;
using LlmGateway.Silo.Tests.Http;

namespace LlmGateway.Silo.Tests.Scim;

/// <summary>Lists, orders, selections, and what the gateway says of itself.</summary>
public sealed class ScimProtocolTests(SharedSilo shared) : IAsyncLifetime
{
    private TenantDirectory _directory = null!;

    public async ValueTask InitializeAsync() => _directory = await TenantDirectory.CreateAsync(shared);

    public ValueTask DisposeAsync()
    {
        _directory.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task Pages_OfAList_HoldEachUserOnce()
    {
        List<string> made = [];
        for (var number = 0; number < 5; number++)
        {
            made.Add((await _directory.CreateUserAsync(TenantDirectory.NewAddress($"user{number}"))).Text("id"));
        }

        (await _directory.GetAsync("Users")).All("id").ShouldBe(made, ignoreOrder: true);
        var pages = new[] { await _directory.GetAsync("Users?startIndex=1&count=2"), await _directory.GetAsync("Users?startIndex=3&count=2"), await _directory.GetAsync("Users?startIndex=5&count=2") };
        pages.SelectMany(page => page.All("id")).ShouldBe(made, ignoreOrder: true);
        pages.ShouldAllBe(page => page.Total() == 5);
        pages[2].Json["startIndex"]!.GetValue<int>().ShouldBe(5);
        (await _directory.GetAsync("Users?startIndex=2&count=2&filter=userName%20pr")).Resources().Count.ShouldBe(2);
        (await _directory.GetAsync("Users?startIndex=-3&count=1")).Json["startIndex"]!.GetValue<int>().ShouldBe(1);
        (await _directory.GetAsync("Users?startIndex=6")).Resources().ShouldBeEmpty();
        (await _directory.GetAsync("Users?count=0")).Total().ShouldBe(5);
        (await _directory.GetAsync("Users?count=-1")).Resources().ShouldBeEmpty();
        (await _directory.GetAsync("Users?count=100000")).Resources().Count.ShouldBe(5);
    }

    [Fact]
    public async Task Order_ByAnAttribute_AscendingOrDescending()
    {
        foreach (var name in new[] { "Cleo", "anna", "Bert" })
        {
            await _directory.CreateUserAsync(TenantDirectory.NewAddress(), $$""","displayName":"{{name}}" """);
        }

        await _directory.CreateUserAsync(TenantDirectory.NewAddress());

        (await _directory.GetAsync("Users?sortBy=displayName&count=3")).All("displayName").ShouldBe(["anna", "Bert", "Cleo"]);
        (await _directory.GetAsync("Users?sortBy=displayname&sortOrder=Descending")).Resources().Skip(1).Select(user => user.Text("displayName")).ShouldBe(["Cleo", "Bert", "anna"]);
        (await _directory.GetAsync("Users?sortBy=meta.lastModified&sortOrder=descending&count=1")).Resources().Single()["displayName"].ShouldBeNull();
        (await _directory.GetAsync("Users?sortBy=name")).Refused(400, "invalidPath");
    }

    [Theory]
    [InlineData("attributes=userName", "id schemas userName")]
    [InlineData("attributes=urn:ietf:params:scim:schemas:core:2.0:User:displayName", "id schemas displayName")]
    [InlineData("attributes=name.givenName,nonsense", "id schemas name")]
    [InlineData("attributes=nonsense", "id schemas")]
    [InlineData("excludedAttributes=name,emails,id", "id schemas userName displayName active meta")]
    [InlineData("excludedAttributes=meta,NAME.givenName", "id schemas userName displayName name emails active")]
    public async Task Selection_OfAttributes_InEveryAnswer(string selection, string expected)
    {
        var address = TenantDirectory.NewAddress();
        var body = $$"""{"userName":"{{address}}","displayName":"Ann","name":{"givenName":"Ann","familyName":"Lee"},"emails":[{"value":"{{address}}"}]}""";
        var made = (await _directory.PostAsync($"Users?{selection}", body)).With(201).Json;
        var path = $"Users/{made.Text("id")}?{selection}";

        JsonNode[] answers =
        [
            made, (await _directory.GetAsync(path)).With(200).Json, (await _directory.GetAsync($"Users?{selection}")).Resources().Single(), (await _directory.PutAsync(path, body)).With(200).Json,
            (await _directory.PatchAsync(path, "add", "displayName", "\"Ann\"")).With(200).Json,
        ];

        answers.ShouldAllBe(user => user.AsObject().Select(member => member.Key).Order().SequenceEqual(expected.Split(' ', StringSplitOptions.None).Order()));
        if (made["name"] is JsonObject name)
        {
            name.Select(part => part.Key).ShouldBe([selection.StartsWith("ex", StringComparison.Ordinal) ? "familyName" : "givenName"]);
        }
    }

    [Fact]
    public async Task Selection_BothWays_Refused() => (await _directory.GetAsync("Users?attributes=id&excludedAttributes=name")).Refused(400, "invalidValue");

    [Fact]
    public async Task Search_InTheBody_LikeTheList()
    {
        var address = TenantDirectory.NewAddress();
        await _directory.CreateUserAsync(TenantDirectory.NewAddress("bob"));
        var id = (await _directory.CreateUserAsync(address)).Text("id");

        var found = await _directory.PostAsync("Users/.search", new JsonObject
        {
            ["schemas"] = new JsonArray("urn:ietf:params:scim:api:messages:2.0:SearchRequest"),
            ["attributes"] = new JsonArray("userName"),
            ["filter"] = $"userName eq \"{address}\"",
            ["sortBy"] = "userName",
            ["sortOrder"] = "ascending",
            ["startIndex"] = 1,
            ["count"] = 10,
        }.ToJsonString());

        found.Resources().Single().ToJsonString().ShouldBe($$"""{"id":"{{id}}","schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"userName":"{{address}}"}""");
        (await _directory.PostAsync("Groups/.search", """{"filter":"displayName pr"}""")).Total().ShouldBe(0);
        (await _directory.PostAsync("Users/.search", """{"count":"many"}""")).Refused(400, "invalidValue");
        (await _directory.PostAsync("Users/.search", """{"attributes":"userName"}""")).Refused(400, "invalidValue");
        (await _directory.PostAsync("Users/.search", """{"schemas":["urn:ietf:params:scim:api:messages:2.0:PatchOp"]}""")).Refused(400, "invalidSyntax");
    }

    [Fact]
    public async Task Discovery_Answers_SayWhatThereIs()
    {
        var config = (await _directory.GetAsync("ServiceProviderConfig")).With(200).Json;
        (config["patch"]!["supported"]!.GetValue<bool>(), config["bulk"]!["supported"]!.GetValue<bool>(), config["filter"]!["maxResults"]!.GetValue<int>()).ShouldBe((true, false, 200));

        (await _directory.GetAsync("ResourceTypes")).All("id").ShouldBe(["User", "Group"]);
        (await _directory.GetAsync("ResourceTypes/Group")).With(200).Json.Text("endpoint").ShouldBe("/Groups");
        (await _directory.GetAsync("Schemas")).All("id").ShouldBe(["urn:ietf:params:scim:schemas:core:2.0:User", "urn:ietf:params:scim:schemas:core:2.0:Group"]);
        var schema = (await _directory.GetAsync("Schemas/urn:ietf:params:scim:schemas:core:2.0:User")).With(200).Json;
        schema["attributes"]!.AsArray().Single(attribute => attribute!.Text("name") == "userName")!.Text("uniqueness").ShouldBe("server");
        (await _directory.GetAsync("ResourceTypes/Device")).Refused(404);
        (await _directory.GetAsync("Schemas/urn:nothing")).Refused(404);
        (await _directory.GetAsync("Schemas?filter=id%20pr")).Refused(403);
    }

    [Theory]
    [InlineData("GET", "Nothing", 404)]
    [InlineData("GET", "Users/usr_nobody", 404)]
    [InlineData("GET", "Users/%01", 404)]
    [InlineData("GET", "Groups/..%2F..%2Fadmin", 404)]
    [InlineData("POST", "Bulk", 404)]
    [InlineData("DELETE", "Users", 405)]
    [InlineData("POST", "ServiceProviderConfig", 405)]
    public async Task Address_ThatIsNotThere_RefusedInScimsShape(string method, string path, int status) => (await _directory.SendAsync(method, path, method == "POST" ? "{}" : null)).Refused(status);

    [Fact]
    public async Task Body_InAnotherMediaType_Refused()
    {
        using GatewayClient client = new(shared.Silo.Address, _directory.Key);
        var path = $"/scim/v2/{_directory.Tenant}/Users";

        (await client.SendAsync(new HttpRequestMessage(HttpMethod.Post, path) { Content = new StringContent("{}", System.Text.Encoding.UTF8, "text/plain") })).Refused(415);
        (await client.PostAsync(path, $$"""{"userName":"{{TenantDirectory.NewAddress()}}"}""")).With(201); // application/json
    }
}
