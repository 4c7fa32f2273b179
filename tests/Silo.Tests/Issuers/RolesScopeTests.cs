using System.Buffers.Text;
using System.Text.Json.Nodes;
using LlmGateway.Silo.Tests.Api.Admin;

namespace LlmGateway.Silo.Tests.Issuers;

/// <summary>What our own server says of a user's roles to those who ask by the scope <c>roles</c>.</summary>
public sealed class RolesScopeTests(IssuerPair pair) : IClassFixture<IssuerPair>
{
    [Theory]
    [InlineData("openid roles", true)]
    [InlineData("openid email", false)]
    public async Task Tokens_RolesOnlyWhereTheyWereAskedFor(string scope, bool expected)
    {
        var person = await pair.Issuer.AddPersonAsync("viewer");
        var tokens = await pair.Issuer.TokensAsync(person, scope);
        using Http.GatewayClient holder = new(pair.Issuer.Silo.Address, tokens.Text("access_token"));

        foreach (var claims in new[] { PayloadOf(tokens.Text("access_token")), PayloadOf(tokens.Text("id_token")), (await holder.GetAsync("/oauth/userinfo")).With(200).Json })
        {
            (claims["roles"]?.AsArray().Select(role => role!.GetValue<string>()) ?? []).ShouldBe(expected ? ["viewer"] : []);
            (claims["email_verified"]?.GetValue<bool>()).ShouldBe(expected ? (bool?)null : false);
        }
    }

    private static JsonNode PayloadOf(string jwt) => JsonNode.Parse(Base64Url.DecodeFromChars(jwt.Split('.')[1]))!;
}
