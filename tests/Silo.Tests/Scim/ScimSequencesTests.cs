using LlmGateway.Silo.Tests.Api.Admin;
using LlmGateway.Silo.Tests.Hosting;

namespace LlmGateway.Silo.Tests.Scim;

/// <summary>The requests of widespread directories, in their order and with their peculiarities.</summary>
public sealed class ScimSequencesTests(SharedSilo shared) : IAsyncLifetime
{
    private TenantDirectory _directory = null!;

    public async ValueTask InitializeAsync() => _directory = await TenantDirectory.CreateAsync(shared);

    public ValueTask DisposeAsync()
    {
        _directory.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task EntraId_ConnectsProvisionsChangesAndDisables_Understood()
    {
        // The test of the connection asks for somebody who is not there.
        (await _directory.GetAsync("Users?filter=userName+eq+%22b6f8b7d2-9d6f-4f4b-8a2d-5f0a0c4f7d11%22")).Total().ShouldBe(0);
        (await _directory.GetAsync("Groups?excludedAttributes=members&filter=displayName+eq+%22Nobody%22")).Total().ShouldBe(0);

        var address = TenantDirectory.NewAddress("Adele.Vance");
        var made = (await _directory.PostAsync("Users", $$"""
            {"schemas":["urn:ietf:params:scim:schemas:core:2.0:User","urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"],"externalId":"adele.vance","userName":"{{address}}","active":true,
             "displayName":"Adele Vance","emails":[{"primary":true,"type":"work","value":"{{address}}"}],"meta":{"resourceType":"User"},
             "name":{"formatted":"Adele Vance","familyName":"Vance","givenName":"Adele"},"roles":[],"title":"Manager","preferredLanguage":"en-US",
             "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User":{"department":"Sales","employeeNumber":"42"} }
            """)).With(201).Json;
        var id = made.Text("id");
        (await _directory.FindAsync("Users", $"emails[type eq \"work\"].value eq \"{address}\"")).All("id").ShouldBe([id]);

        var renamed = (await _directory.PatchAsync($"Users/{id}", $$"""
            {"schemas":["urn:ietf:params:scim:api:messages:2.0:PatchOp"],"Operations":[
              {"op":"Replace","path":"emails[type eq \"work\"].value","value":"new-{{address}}"},
              {"op":"Add","path":"emails[type eq \"home\"].value","value":"home-{{address}}"},
              {"op":"Replace","path":"name.familyName","value":"Vance-Lee"},
              {"op":"Add","path":"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department","value":"Marketing"},
              {"op":"Replace","path":"title","value":"Director"},
              {"op":"Replace","value":{"displayName":"Adele Vance-Lee","name.givenName":"Adele M.","urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager":"x"} } ]}
            """)).With(200).Json;
        renamed["emails"]!.AsArray().Select(email => (email!.Text("type"), email!.Text("value"))).ShouldBe([("work", $"new-{address}"), ("home", $"home-{address}")]);
        (renamed["name"]!.Text("givenName"), renamed["name"]!.Text("familyName"), renamed.Text("displayName")).ShouldBe(("Adele M.", "Vance-Lee", "Adele Vance-Lee"));

        (await _directory.PatchAsync($"Users/{id}", """
            {"schemas":["urn:ietf:params:scim:api:messages:2.0:PatchOp"],"Operations":[{"op":"Replace","path":"active","value":"False"}]}
            """)).With(200).Json["active"]!.GetValue<bool>().ShouldBeFalse();
        (await _directory.PatchAsync($"Users/{id}", """
            {"schemas":["urn:ietf:params:scim:api:messages:2.0:PatchOp"],"Operations":[{"op":"Replace","value":{"active":"True"} }]}
            """)).With(200).Json["active"]!.GetValue<bool>().ShouldBeTrue();
        (await _directory.DeleteAsync($"Users/{id}")).With(204);
    }

    [Fact]
    public async Task EntraId_Groups_MembersComeAndGo()
    {
        var users = new List<string>();
        foreach (var name in new[] { "a", "b", "c" })
        {
            users.Add((await _directory.CreateUserAsync(TenantDirectory.NewAddress(name))).Text("id"));
        }

        var group = (await _directory.PostAsync("Groups", """
            {"schemas":["urn:ietf:params:scim:schemas:core:2.0:Group","http://schemas.microsoft.com/2006/11/ResourceManagement/ADSCIM/2.0/Group"],
             "externalId":"8aa1a0c0-c4c3-4bc0-b4a5-2ef676900159","displayName":"Sales","meta":{"resourceType":"Group"} }
            """)).With(201).Json.Text("id");

        await ExpectAsync("""[{"op":"Add","path":"members","value":[{"$ref":null,"value":"{0}"},{"$ref":null,"value":"{1}"}]}]""", 0, 1);
        await ExpectAsync("""[{"op":"Add","path":"members","value":[{"$ref":null,"value":"{1}"}]},{"op":"Add","path":"members","value":{"value":"{2}"}}]""", 0, 1, 2);
        await ExpectAsync("""[{"op":"Remove","path":"members","value":[{"$ref":null,"value":"{0}"}]}]""", 1, 2);
        await ExpectAsync("""[{"op":"Remove","path":"members[value eq \"{2}\"]"}]""", 1);
        await ExpectAsync("""[{"op":"Remove","path":"members[value eq \"{2}\"]"}]""", 1);
        await ExpectAsync("""[{"op":"Remove","path":"members","value":[]}]""", 1);
        await ExpectAsync("""[{"op":"Replace","value":{"members":[{"value":"{0}"},{"value":"{2}"}]}}]""", 0, 2);
        await ExpectAsync("""[{"op":"Replace","path":"displayName","value":"Sales EMEA"},{"op":"Remove","path":"members"}]""");
        (await _directory.FindAsync("Groups", "externalId eq \"8aa1a0c0-c4c3-4bc0-b4a5-2ef676900159\"")).All("displayName").ShouldBe(["Sales EMEA"]);

        async Task ExpectAsync(string operations, params int[] members)
        {
            for (var number = 0; number < users.Count; number++)
            {
                operations = operations.Replace($"{{{number}}}", users[number], StringComparison.Ordinal);
            }

            var body = $$"""{"schemas":["urn:ietf:params:scim:api:messages:2.0:PatchOp"],"Operations":{{operations}}}""";
            var answer = (await _directory.PatchAsync($"Groups/{group}", body)).With(200).Json;
            (answer["members"]?.AsArray() ?? []).Select(member => member!.Text("value")).ShouldBe(members.Select(number => users[number]), ignoreOrder: true, operations);
        }
    }

    [Fact]
    public async Task Okta_ImportsProvisionsPushesGroupsAndDeactivates_Understood()
    {
        (await _directory.GetAsync("Users?startIndex=1&count=2")).Total().ShouldBe(0);
        var address = TenantDirectory.NewAddress("isaac.brock");
        (await _directory.GetAsync($"Users?filter=userName%20eq%20%22{Uri.EscapeDataString(address)}%22&startIndex=1&count=100")).Total().ShouldBe(0);

        var id = (await _directory.PostAsync("Users", $$"""
            {"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"userName":"{{address}}","name":{"givenName":"Isaac","familyName":"Brock"},
             "emails":[{"primary":true,"value":"{{address}}","type":"work"}],"displayName":"Isaac Brock","locale":"en-US","externalId":"00ujl29u0le5T6Aj10h7","groups":[],"password":"1mz050nq","active":true}
            """)).With(201).Json.Text("id");
        (await _directory.GetAsync($"Users/{id}")).With(200).Body.ShouldNotContain("1mz050nq");

        (await _directory.PutAsync($"Users/{id}", $$"""
            {"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"id":"{{id}}","userName":"{{address}}","name":{"givenName":"Isaac","middleName":"","familyName":"Brock"},
             "emails":[{"primary":true,"value":"{{address}}","type":"work"}],"displayName":"Ike Brock","active":true,"groups":[],"meta":{"resourceType":"User"} }
            """)).With(200).Json.Text("displayName").ShouldBe("Ike Brock");

        var group = (await _directory.PostAsync("Groups", """{"schemas":["urn:ietf:params:scim:schemas:core:2.0:Group"],"displayName":"Test SCIMv2","members":[]}""")).With(201).Json.Text("id");
        (await _directory.PatchAsync($"Groups/{group}", $$"""
            {"schemas":["urn:ietf:params:scim:api:messages:2.0:PatchOp"],"Operations":[{"op":"replace","value":{"id":"{{group}}","displayName":"Test SCIMv0"} },
             {"op":"add","path":"members","value":[{"value":"{{id}}","display":"{{address}}"}]}]}
            """)).With(200).Json["members"]!.AsArray().Single()!.Text("value").ShouldBe(id);
        (await _directory.GetAsync($"Groups/{group}")).With(200).Json.Text("displayName").ShouldBe("Test SCIMv0");

        (await _directory.PatchAsync($"Users/{id}", """
            {"schemas":["urn:ietf:params:scim:api:messages:2.0:PatchOp"],"Operations":[{"op":"replace","value":{"active":false} }]}
            """)).With(200).Json["active"]!.GetValue<bool>().ShouldBeFalse();
        (await _directory.DeleteAsync($"Groups/{group}")).With(204);
    }

    [Fact]
    public async Task Keycloak_NamesWithoutAddresses_KnownByTheirMail()
    {
        var address = TenantDirectory.NewAddress("jdoe");

        var id = (await _directory.PostAsync("Users", $$"""
            {"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"userName":"jdoe","externalId":"f6a3","name":{"givenName":"John","familyName":"Doe"},"active":true,"emails":[{"value":"{{address}}"}]}
            """)).With(201).Json.Text("id");

        (await _directory.FindAsync("Users", "userName eq \"JDoe\"")).All("id").ShouldBe([id]);
        (await shared.Admin.GetAsync($"/admin/v1/users/{id}")).With(200).Json.Text("email").ShouldBe(address);
    }
}
