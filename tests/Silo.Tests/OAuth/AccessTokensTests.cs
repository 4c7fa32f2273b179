using System.Buffers.Text;
using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using LlmGateway.Silo.Hosting;
using LlmGateway.Silo.OAuth;
using LlmGateway.Silo.Tests.Hosting;
using LlmGateway.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.IdentityModel.Tokens;
using Options = Microsoft.Extensions.Options.Options;

namespace LlmGateway.Silo.Tests.OAuth;

public sealed class AccessTokensTests : IAsyncLifetime
{
    private const string Issuer = "https://gateway.example/";
    private const string TokenId = "tok_1";
    private readonly TemporaryFolder _folder = new();
    private readonly MasterKeys _masters = MasterKeys.Parse(MasterKeys.Create(), "test");
    private ServiceProvider _services = null!;
    private OAuthKeys _keys = null!;
    private AccessTokens _tokens = null!;

    public async ValueTask InitializeAsync()
    {
        var database = GatewayDatabase.OnSqlite(SqliteConnectionString.For(_folder["data"]));
        await database.MigrateAsync();
        ServiceCollection services = new();
        services.AddSingleton(TimeProvider.System);
        services.AddGatewayStorage(database);
        services.AddOpenIddict().AddCore(core => core.UseGatewayDatabase(database));
        _services = services.BuildServiceProvider();
        await using var context = await Contexts.CreateDbContextAsync();
        context.OAuthTokens.Add(new OAuthTokenRow { Id = TokenId, Status = "valid" });
        await context.SaveChangesAsync();
        _keys = new OAuthKeys(new OAuthKeysInFile(new DataDirectory(_folder["data"])), _masters, TimeProvider.System);
        _tokens = new AccessTokens(_keys, _services.GetRequiredService<OAuthClients>(), Options.Create(new GatewayOptions { PublicUrl = Issuer.TrimEnd('/') }), TimeProvider.System);
    }

    [Fact]
    public async Task Read_Valid_WhatItSays()
    {
        var token = await ReadAsync(Sign(Header(), Payload()));

        token.ShouldNotBeNull();
        (token.Subject, token.TenantId, token.SessionId, token.ClientId).ShouldBe(("usr_1", "default", "ses_1", "cli_1"));
        token.Scopes.ShouldBe(["openid", "inference"]);
        _tokens.Count.ShouldBe(1);
    }

    public static TheoryData<string> Forgeries => [.. Forged.Keys];

    [Theory]
    [MemberData(nameof(Forgeries))]
    public async Task Read_Forged_NullAndNotRemembered(string forgery)
    {
        (await ReadAsync(Forged[forgery](this))).ShouldBeNull();

        _tokens.Count.ShouldBe(0);
    }

    [Fact]
    public async Task Read_RevokedAfterRead_NullOnceForgotten()
    {
        var jwt = Sign(Header(), Payload());
        (await ReadAsync(jwt)).ShouldNotBeNull();
        await using var context = await Contexts.CreateDbContextAsync();
        await context.OAuthTokens.ExecuteUpdateAsync(set => set.SetProperty(row => row.Status, "revoked"));
        (await ReadAsync(jwt)).ShouldNotBeNull();

        _tokens.ForgetToken(TokenId);

        (await ReadAsync(jwt)).ShouldBeNull();
    }

    [Fact]
    public async Task Read_AfterRestart_KeysHold()
    {
        var jwt = Sign(Header(), Payload());
        using OAuthKeys again = new(new OAuthKeysInFile(new DataDirectory(_folder["data"])), _masters, TimeProvider.System);
        AccessTokens tokens = new(again, _services.GetRequiredService<OAuthClients>(), Options.Create(new GatewayOptions()), TimeProvider.System);

        (await tokens.ReadAsync(jwt.AsMemory())).ShouldNotBeNull();
        File.ReadAllText(Path.Combine(_folder["data"], "oauth-keys.json")).ShouldNotContain(Convert.ToBase64String(_keys.Signing[0].Secret)[..40]);
    }

    [Fact]
    public async Task Read_Again_HashAndLookUp()
    {
        var jwt = Sign(Header(), Payload()).AsMemory();
        await _tokens.ReadAsync(jwt);
        const int Times = 20_000;
        var best = TimeSpan.MaxValue;
        var allocated = long.MaxValue;
        for (var round = 0; round < 5; round++)
        {
            var (started, before) = (Stopwatch.GetTimestamp(), GC.GetAllocatedBytesForCurrentThread());
            for (var i = 0; i < Times; i++)
            {
                await _tokens.ReadAsync(jwt);
            }

            best = TimeSpan.FromTicks(Math.Min(best.Ticks, Stopwatch.GetElapsedTime(started).Ticks));
            allocated = Math.Min(allocated, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        (best.TotalMicroseconds / Times).ShouldBeLessThan(20);
        TestContext.Current.SendDiagnosticMessage($"{best.TotalMicroseconds / Times:F2} µs, {allocated / Times} bytes");
    }

    public async ValueTask DisposeAsync()
    {
        _keys.Dispose();
        await _services.DisposeAsync();
        _folder.Dispose();
    }

    private IDbContextFactory<GatewayDbContext> Contexts => _services.GetRequiredService<IDbContextFactory<GatewayDbContext>>();

    private static readonly Dictionary<string, Func<AccessTokensTests, string>> Forged = new()
    {
        ["empty"] = _ => "",
        ["text"] = _ => "sk-gw-abc",
        ["dots"] = _ => "..",
        ["five parts"] = _ => "a.b.c.d.e",
        ["not ASCII"] = test => test.Sign(Header(test), Payload()) + "é",
        ["a zero byte"] = test => test.Sign(Header(test), Payload()) + "\0",
        ["no signature"] = test => test.Sign(Header(test), Payload()).Split('.') is [var header, var payload, _] ? $"{header}.{payload}." : "",
        ["alg none"] = test => Unsigned(Header(test, "none"), Payload()),
        ["alg None"] = test => Unsigned(Header(test, "None"), Payload()),
        ["HS256 with the public key"] = test => SignHmac(Header(test, "HS256"), Payload(), test.PublicKey),
        ["HS256 with the public key as PEM"] = test => SignHmac(Header(test, "HS256"), Payload(), Encoding.UTF8.GetBytes(test.PublicPem)),
        ["HS256 with the encryption key"] = test => SignHmac(Header(test, "HS256", test._keys.Encryption[0].Id), Payload(), test._keys.Encryption[0].Secret),
        ["another key with our kid"] = test => Sign(Header(test), Payload(), ECDsa.Create(ECCurve.NamedCurves.nistP256)),
        ["unknown kid"] = test => test.Sign(Header(test, "ES256", "0123456789abcdef"), Payload()),
        ["no kid"] = test => test.Sign(Header(test, "ES256", ""), Payload()),
        ["a key of its own in the header"] = test => Sign(Header(test, more: ("jwk", new JsonObject { ["kty"] = "EC" })), Payload(), ECDsa.Create(ECCurve.NamedCurves.nistP256)),
        ["critical header"] = test => test.Sign(Header(test, "ES384"), Payload()),
        ["changed payload"] = test => Changed(test.Sign(Header(test), Payload())),
        ["identity token"] = test => test.Sign(Header(test, type: "JWT"), Payload()),
        ["no type"] = test => test.Sign(Header(test, type: null), Payload()),
        ["expired"] = test => test.Sign(Header(test), Payload(expires: -31)),
        ["no expiry"] = test => test.Sign(Header(test), Without("exp")),
        ["not yet"] = test => test.Sign(Header(test), With("nbf", Now + 60)),
        ["another audience"] = test => test.Sign(Header(test), With("aud", "cli_1")),
        ["no audience"] = test => test.Sign(Header(test), Without("aud")),
        ["another issuer"] = test => test.Sign(Header(test), With("iss", "https://evil.example/")),
        ["no issuer"] = test => test.Sign(Header(test), Without("iss")),
        ["no subject"] = test => test.Sign(Header(test), Without("sub")),
        ["no client"] = test => test.Sign(Header(test), Without("client_id")),
        ["no row"] = test => test.Sign(Header(test), With("oi_tkn_id", "tok_2")),
        ["no token id"] = test => test.Sign(Header(test), Without("oi_tkn_id")),
        ["oversize"] = test => test.Sign(Header(test), With("x", new string('x', 8 * 1024))),
        ["endless"] = _ => new string('a', 1_000_000),
    };

    private static long Now => TimeProvider.System.GetUtcNow().ToUnixTimeSeconds();

    private byte[] PublicKey => ((ECDsaSecurityKey)_keys.Signing[0].Key).ECDsa.ExportSubjectPublicKeyInfo();

    private string PublicPem => ((ECDsaSecurityKey)_keys.Signing[0].Key).ECDsa.ExportSubjectPublicKeyInfoPem();

    private ValueTask<AccessToken?> ReadAsync(string jwt) => _tokens.ReadAsync(jwt.AsMemory());

    private JsonObject Header() => Header(this);

    private static JsonObject Header(AccessTokensTests test, string algorithm = "ES256", string? kid = null, string? type = "at+jwt", (string Name, JsonNode Value)? more = null)
    {
        JsonObject header = new() { ["alg"] = algorithm, ["kid"] = kid ?? test._keys.Signing[0].Id };
        if (type is not null)
        {
            header["typ"] = type;
        }

        if (more is { } member)
        {
            header[member.Name] = member.Value;
        }

        return header;
    }

    private static JsonObject Payload(int expires = 600) => new()
    {
        ["iss"] = Issuer,
        ["aud"] = "llmgateway",
        ["exp"] = Now + expires,
        ["iat"] = Now,
        ["sub"] = "usr_1",
        ["sid"] = "ses_1",
        ["tenant"] = "default",
        ["scope"] = "openid inference",
        ["client_id"] = "cli_1",
        ["oi_tkn_id"] = TokenId,
    };

    private static JsonObject With(string claim, JsonNode value)
    {
        var payload = Payload();
        payload[claim] = value;
        return payload;
    }

    private static JsonObject Without(string claim)
    {
        var payload = Payload();
        payload.Remove(claim);
        return payload;
    }

    private string Sign(JsonObject header, JsonObject payload) => Sign(header, payload, ((ECDsaSecurityKey)_keys.Signing[0].Key).ECDsa);

    private static string Sign(JsonObject header, JsonObject payload, ECDsa key)
    {
        var text = Unsigned(header, payload)[..^1];
        return $"{text}.{Base64Url.EncodeToString(key.SignData(Encoding.ASCII.GetBytes(text), HashAlgorithmName.SHA256))}";
    }

    private static string SignHmac(JsonObject header, JsonObject payload, byte[] key)
    {
        var text = Unsigned(header, payload)[..^1];
        return $"{text}.{Base64Url.EncodeToString(HMACSHA256.HashData(key, Encoding.ASCII.GetBytes(text)))}";
    }

    private static string Unsigned(JsonObject header, JsonObject payload) => $"{Encode(header)}.{Encode(payload)}.";

    private static string Changed(string jwt) => jwt.Split('.') is [var header, _, var signature] ? $"{header}.{Encode(With("sub", "usr_2"))}.{signature}" : "";

    private static string Encode(JsonObject part) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(part.ToJsonString()));
}
