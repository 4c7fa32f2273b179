using LlmGateway.Silo.Issuers;
using System.Text.Json;

namespace LlmGateway.Silo.Tests.Issuers;

/// <summary>Claims as different servers write them.</summary>
public sealed class IssuedPersonTests
{
    [Theory]
    [InlineData("groups", """{"sub":"1","groups":["devs","other"]}""", "developer")]
    [InlineData("groups", """{"sub":"1","groups":"devs"}""", "developer")]
    [InlineData("realm_access.roles", """{"sub":"1","realm_access":{"roles":["devs"]}}""", "developer")]
    [InlineData("https://id.example/claims.roles", """{"sub":"1","https://id.example/claims.roles":["devs"]}""", "developer")]
    [InlineData("groups", """{"sub":"1","groups":["DEVS"]}""", "")]
    [InlineData("groups", """{"sub":"1","groups":["devs devs"]}""", "")]
    [InlineData("groups", """{"sub":"1","groups":[null,1,{"devs":true}]}""", "")]
    [InlineData("groups", """{"sub":"1","groups":{"devs":true}}""", "")]
    [InlineData("groups", """{"sub":"1","groups":["\ud800","devs"]}""", "developer")]
    [InlineData("groups", """{"sub":"1","groups":null}""", "")]
    [InlineData("groups", """{"sub":"1"}""", "")]
    public void Roles_ByClaim(string claim, string json, string expected)
    {
        IssuerOptions options = new() { Tenant = "acme", RoleClaim = claim, Roles = { new RoleMapping { Value = "devs", Roles = { "developer" } } } };

        var person = IssuedPerson.Read(options, Claims(json), DateTimeOffset.UnixEpoch, out var problem);

        problem.ShouldBeNull();
        person.ShouldNotBeNull().Roles.ShouldBe(expected.Split(',', StringSplitOptions.RemoveEmptyEntries));
        person.PlatformAdmin.ShouldBeFalse();
    }

    [Fact]
    public void Roles_WithoutATenant_None()
    {
        IssuerOptions options = new() { TenantClaim = "t", DefaultRoles = { "viewer" } };

        IssuedPerson.Read(options, Claims("""{"sub":"1","t":"acme"}"""), DateTimeOffset.UnixEpoch, out _)!.Roles.ShouldBe(["viewer"]);
        IssuedPerson.Read(options, Claims("""{"sub":"1","t":"No Id"}"""), DateTimeOffset.UnixEpoch, out _)!.Roles.ShouldBeEmpty();
        IssuedPerson.Read(options, Claims("""{"sub":"1","t":["acme","other"]}"""), DateTimeOffset.UnixEpoch, out var problem).ShouldBeNull();
        problem.ShouldNotBeNull().ShouldContain("several tenants");
    }

    [Theory]
    [InlineData("""{"sub":"1","email":"a@example.org","email_verified":true}""", "a@example.org", true)]
    [InlineData("""{"sub":"1","email":"a@example.org","email_verified":"true"}""", "a@example.org", true)]
    [InlineData("""{"sub":"1","email":"a@example.org","email_verified":"yes"}""", "a@example.org", false)]
    [InlineData("""{"sub":"1","email":"a@example.org"}""", "a@example.org", false)]
    [InlineData("""{"sub":"1","email":"no address","email_verified":true}""", null, true)]
    [InlineData("""{"sub":"1","email":["a@example.org"]}""", null, false)]
    public void Email_AsTheClaimsSay(string json, string? email, bool verified)
    {
        var person = IssuedPerson.Read(new IssuerOptions(), Claims(json), DateTimeOffset.UnixEpoch, out _).ShouldNotBeNull();

        (person.Email, person.EmailVerified).ShouldBe((email, verified));
    }

    [Fact]
    public void Claims_OfTwoSources_TheFirstCounts()
    {
        var claims = Claims("""{"sub":"1","name":"Ann"}""");
        claims.Add(JsonElement.Parse("""{"sub":"2","email":"a@example.org"}"""));

        var person = IssuedPerson.Read(new IssuerOptions(), claims, DateTimeOffset.UnixEpoch, out _).ShouldNotBeNull();

        (person.Subject, person.Email).ShouldBe(("1", "a@example.org"));
    }

    private static IssuerClaims Claims(string json)
    {
        IssuerClaims claims = new();
        claims.Add(JsonElement.Parse(json));
        return claims;
    }
}
