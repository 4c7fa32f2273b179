using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using LlmGateway.Silo.Hosting;
using LlmGateway.Silo.OAuth;
using LlmGateway.Silo.Tests.Hosting;
using LlmGateway.Storage;
using Microsoft.IdentityModel.Tokens;

namespace LlmGateway.Silo.Tests.Issuers;

/// <summary>Makes tokens with a silo's own signing key, as the silo would and as it never would.</summary>
internal sealed class TokenForge : IDisposable
{
    private readonly OAuthKeys _keys;
    private readonly string _issuer;

    public TokenForge(SiloProcess issuer)
    {
        var masters = MasterKeys.Parse(File.ReadAllText(Path.Combine(issuer.Data, "master.key")), "test");
        (_keys, _issuer) = (new OAuthKeys(new OAuthKeysInFile(new DataDirectory(issuer.Data)), masters, TimeProvider.System), issuer.Address.AbsoluteUri);
    }

    public static long Now => TimeProvider.System.GetUtcNow().ToUnixTimeSeconds();

    public string Kid => _keys.Signing[0].Id;

    public ECDsa Key => ((ECDsaSecurityKey)_keys.Signing[0].Key).ECDsa;

    public JsonObject Header(string algorithm = "ES256", string? type = "at+jwt") => type is null
        ? new() { ["alg"] = algorithm, ["kid"] = Kid }
        : new() { ["alg"] = algorithm, ["kid"] = Kid, ["typ"] = type };

    /// <summary>What the issuer says of somebody.</summary>
    public JsonObject Payload(string subject, params string[] roles) => new()
    {
        ["iss"] = _issuer,
        ["aud"] = "llmgateway",
        ["exp"] = Now + 600,
        ["iat"] = Now,
        ["sub"] = subject,
        ["email"] = $"{subject}@people.example",
        ["name"] = "Ann Other",
        ["tenant"] = "default",
        ["roles"] = new JsonArray([.. roles.Select(role => JsonValue.Create(role))]),
        ["client_id"] = "cli_1",
    };

    public string Sign(JsonObject payload) => Sign(Header(), payload, Key);

    public static string Sign(JsonObject header, JsonObject payload, ECDsa key) => SignText(header.ToJsonString(), payload.ToJsonString(), key);

    public static string SignText(string header, string payload, ECDsa key)
    {
        var text = $"{Encode(header)}.{Encode(payload)}";
        return $"{text}.{Base64Url.EncodeToString(key.SignData(Encoding.ASCII.GetBytes(text), HashAlgorithmName.SHA256))}";
    }

    public static string SignHmac(JsonObject header, JsonObject payload, byte[] key)
    {
        var text = $"{Encode(header)}.{Encode(payload)}";
        return $"{text}.{Base64Url.EncodeToString(HMACSHA256.HashData(key, Encoding.ASCII.GetBytes(text)))}";
    }

    public static string Unsigned(JsonObject header, JsonObject payload) => $"{Encode(header)}.{Encode(payload)}.";

    public void Dispose() => _keys.Dispose();

    private static string Encode(JsonObject part) => Encode(part.ToJsonString());

    private static string Encode(string part) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(part));
}
