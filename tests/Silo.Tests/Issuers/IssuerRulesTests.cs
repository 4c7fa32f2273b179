using LlmGateway.Silo.Hosting;
using LlmGateway.Silo.Issuers;
using LlmGateway.Silo.Tests.Hosting;
using Microsoft.Extensions.Configuration;

namespace LlmGateway.Silo.Tests.Issuers;

public sealed class IssuerRulesTests
{
    private static readonly string[] Good = ["Name=hub", "Authority=https://id.example", "Audiences:0=api"];

    [Theory]
    [InlineData("Name=The Hub", "Name")]
    [InlineData("Name=", "Name")]
    [InlineData("DisplayName=a\u202Eb", "DisplayName")]
    [InlineData("Authority=", "Authority")]
    [InlineData("Authority=id.example", "Authority")]
    [InlineData("Authority=http://id.example", "Authority")]
    [InlineData("Authority=https://user@id.example", "Authority")]
    [InlineData("Authority=https://id.example/?x=1", "Authority")]
    [InlineData("Authority=https://gateway.example", "Authority")]
    [InlineData("Audiences:0=", "Audiences")]
    [InlineData("ClientId=api", "Audiences")]
    [InlineData("ClientSecret=x", "ClientId")]
    [InlineData("ClientSecretFile=/nowhere/secret", "ClientSecretFile")]
    [InlineData("Scopes:0=openid email", "Scopes")]
    [InlineData("TokenScopes:0=root", "TokenScopes")]
    [InlineData("SubjectClaim=", "SubjectClaim")]
    [InlineData("Tenant=Not An Id", "Tenant")]
    [InlineData("Tenants:0:Value=x", "Tenants")]
    [InlineData("Roles:0:Value=x", "Roles")]
    [InlineData("PlatformAdmins:0=admins", "RoleClaim")]
    [InlineData("DefaultRoles:0=developer", "Tenant")]
    [InlineData("DefaultRoles:0=platform-admin", "Roles")]
    [InlineData("SessionLifetime=00:01:00", "SessionLifetime")]
    [InlineData("SessionLifetime=15.00:00:00", "SessionLifetime")]
    public void Check_OneMistake_NamesTheSetting(string setting, string expected) =>
        Errors([.. Good, setting]).ShouldContain(error => error.StartsWith($"LLMGW:Issuers:0:{expected} ", StringComparison.Ordinal));

    [Fact]
    public void Check_Complete_NothingWrong() => Errors(
    [
        .. Good, "DisplayName=The Hub", "ClientId=gateway", "ClientSecret=x", "TenantClaim=tid", "Tenants:0:Value=a:b", "Tenants:0:Tenant=acme", "RoleClaim=realm_access.roles",
        "Roles:0:Value=https://id.example/devs", "Roles:0:Roles:0=developer", "PlatformAdmins:0=operators", "TokenScopes:0=inference",
    ]).ShouldBeEmpty();

    [Fact]
    public void Check_TwoOfOneNameOrAddress_Said()
    {
        var errors = Errors(Good, "1:Name=hub", "1:Authority=https://id.example/", "1:ClientId=x");

        errors.Count.ShouldBe(2);
        errors.ShouldContain(error => error.Contains("Name 'hub' 2 times", StringComparison.Ordinal));
        errors.ShouldContain(error => error.Contains("Authority 'https://id.example' 2 times", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Start_SeveralMistakes_AllInOneLine()
    {
        using TemporaryFolder folder = new();

        var end = await SiloProgram.RunAsync(
            "--urls", $"http://127.0.0.1:{FreePorts.Next()}", "--silo-port", $"{FreePorts.Next()}", "--gateway-port", $"{FreePorts.Next()}", "--data", folder["data"],
            "--set", "LLMGW:Issuers:0:Name=A B", "--set", "LLMGW:Issuers:0:ClientId=x", "--set", "LLMGW:PublicUrl=nonsense");

        end.ExitCode.ShouldBe(1);
        end.Error.TrimEnd().ShouldNotContain('\n');
        end.Error.ShouldContain("LLMGW:Issuers:0:Name");
        end.Error.ShouldContain("LLMGW:Issuers:0:Authority");
        end.Error.ShouldContain("LLMGW:PublicUrl");
    }

    private static List<string> Errors(string[] first, params string[] more)
    {
        var settings = first.Select(setting => $"LLMGW:Issuers:0:{setting}").Concat(more.Select(setting => $"LLMGW:Issuers:{setting}")).Select(setting => setting.Split('=', 2));
        var options = new ConfigurationBuilder().AddInMemoryCollection(settings.GroupBy(pair => pair[0]).Select(pairs => KeyValuePair.Create(pairs.Key, (string?)pairs.Last()[1]))).Build().GetSection("LLMGW").Get<GatewayOptions>()!;
        List<string> errors = [];
        IssuerRules.Check(options.Issuers, "https://gateway.example/", errors);
        return errors;
    }
}
