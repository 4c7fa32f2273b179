using LlmGateway.Grains.Keys;

namespace LlmGateway.Grains.Tests.Keys;

public sealed class ApiKeySecretTests
{
    [Fact]
    public void Create_IsWellFormedForItsKindOnly()
    {
        var secret = ApiKeySecret.Create(ApiKeySecret.TenantKind);

        secret.ShouldStartWith("sk-gw-");
        ApiKeySecret.IsWellFormed(secret, ApiKeySecret.TenantKind).ShouldBeTrue();
        ApiKeySecret.IsWellFormed(secret, ApiKeySecret.AdminKind).ShouldBeFalse();
        ApiKeySecret.Create(ApiKeySecret.TenantKind).ShouldNotBe(secret);
    }

    [Fact]
    public void IsWellFormed_AnySingleTypo_IsRefused()
    {
        var secret = ApiKeySecret.Create(ApiKeySecret.TenantKind);
        for (var i = 0; i < secret.Length; i++)
        {
            var typo = secret.ToCharArray();
            typo[i] = typo[i] == 'x' ? 'y' : 'x';
            ApiKeySecret.IsWellFormed(typo, ApiKeySecret.TenantKind).ShouldBeFalse();
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("sk-gw-")]
    [InlineData("sk-gw-ü")]
    [InlineData("Bearer")]
    public void IsWellFormed_Garbage_IsRefused(string text) => ApiKeySecret.IsWellFormed(text, ApiKeySecret.TenantKind).ShouldBeFalse();

    [Fact]
    public void Hash_IsTheSha256InLowerCase() =>
        ApiKeySecret.Hash("abc").ShouldBe("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");

    [Fact]
    public void Prefix_ShowsFourRandomCharacters()
    {
        var secret = ApiKeySecret.Create(ApiKeySecret.TenantKind);

        ApiKeySecret.Prefix(secret).ShouldBe(secret[..10]);
    }
}
