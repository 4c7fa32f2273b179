using System.Security.Cryptography;

namespace LlmGateway.Storage.Tests;

public sealed class MasterKeysTests
{
    private static readonly byte[] Key = [.. Enumerable.Range(0, 32).Select(i => (byte)i)];

    [Fact]
    public void Parse_Base64AndHex_AreTheSameKey()
    {
        var ids = new[] { Convert.ToBase64String(Key), Convert.ToHexString(Key), Convert.ToHexStringLower(Key) + "\r\n" }.Select(text => MasterKeys.Parse(text, "x").NewestId);

        ids.Distinct().ShouldBe([Convert.ToHexStringLower(SHA256.HashData(Key))[..16]]);
    }

    [Theory]
    [InlineData("")]
    [InlineData("# nothing\n\n")]
    [InlineData("short")]
    [InlineData("AAAA")]
    [InlineData("AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8g")] // 33 bytes
    [InlineData("000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e")] // 31 bytes
    [InlineData("000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1x")]
    [InlineData("AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=\nbroken")]
    public void Parse_NoKey_SaysWhereWithoutShowingIt(string text)
    {
        var failure = Should.Throw<StorageException>(() => MasterKeys.Parse(text, "/keys/file"));

        failure.Message.ShouldContain("/keys/file");
        failure.Message.ShouldContain("openssl");
        failure.Message.ShouldNotContain("AAEC");
        failure.Message.ShouldNotContain('\n');
    }

    [Fact]
    public void Unwrap_OtherContext_Refused()
    {
        var masters = MasterKeys.Parse(MasterKeys.Create(), "x");
        var wrapped = masters.Wrap([1, 2, 3], "one");

        masters.Unwrap(masters.NewestId, wrapped, "one").ShouldBe([1, 2, 3]);
        Should.Throw<CryptographicException>(() => masters.Unwrap(masters.NewestId, wrapped, "two"));
    }
}
