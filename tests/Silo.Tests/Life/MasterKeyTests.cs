using System.Runtime.Versioning;
using LlmGateway.Silo.Tests.Api.Admin;
using LlmGateway.Silo.Tests.Hosting;

namespace LlmGateway.Silo.Tests.Life;

/// <summary>The master key: made once, needed ever after, and replaced without loss.</summary>
public sealed class MasterKeyTests
{
    private const string Setting = "LLMGW_MASTER_KEY_FILE";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(null, "does not exist")]
    [InlineData("", "holds no master key")]
    [InlineData("short", "Line 1")]
    public async Task Start_FileWithoutAKey_OneLine(string? content, string expected)
    {
        using var folder = new TemporaryFolder();
        if (content is not null)
        {
            await File.WriteAllTextAsync(folder["master"], content, Stop);
        }

        var end = await SiloProgram.RunAsync([.. Arguments(folder["data"]), "--set", $"{Setting}={folder["master"]}"]);

        ShouldBeOneLine(end, expected, folder["master"], "openssl rand -base64 32");
    }

    [Fact]
    public async Task Start_FileIsAFolder_OneLine()
    {
        using var folder = new TemporaryFolder();

        ShouldBeOneLine(await SiloProgram.RunAsync([.. Arguments(folder["data"]), "--set", $"{Setting}={folder.Path}"]), Setting);
    }

    [Fact]
    [UnsupportedOSPlatform("windows")]
    public async Task Start_AnotherMasterKey_OneLineUntilTheOldOneStandsBelow()
    {
        await using var silo = await SiloProcess.StartAsync();
        var file = Path.Combine(silo.Data, "master.key");
        File.GetUnixFileMode(file).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        var old = await File.ReadAllTextAsync(file, Stop);
        var protection = await File.ReadAllTextAsync(Directory.GetFiles(Path.Combine(silo.Data, "keys"), "key-*.xml").ShouldHaveSingleItem(), Stop);
        protection.ShouldContain("<encryptedKey");
        protection.ShouldNotContain("<masterKey"); // What ASP.NET calls the key in clear text.
        using (var admin = silo.Admin())
        {
            var path = $"/admin/v1/tenants/{await admin.CreateTenantAsync()}/data-key/rotate";
            (await admin.PostAsync(path, "")).With(200).Json["version"]!.GetValue<int>().ShouldBe(1);
            (await admin.PostAsync(path, "")).With(200).Json["version"]!.GetValue<int>().ShouldBe(2);
            (await admin.PostAsync("/admin/v1/tenants/nobody/data-key/rotate", "")).With(404);
        }

        await silo.KillAsync();

        var next = Convert.ToBase64String(new byte[32].Select((_, i) => (byte)i).ToArray());
        await File.WriteAllTextAsync(file, next, Stop);
        ShouldBeOneLine(await SiloProgram.RunAsync(Arguments(silo.Data)), file, Setting);

        await File.WriteAllTextAsync(file, $"{next}\n{old}", Stop);
        await silo.RestartAsync();
        await silo.KillAsync();

        await File.WriteAllTextAsync(file, next, Stop);
        await silo.RestartAsync();
    }

    private static string[] Arguments(string data) =>
        ["--urls", $"http://127.0.0.1:{FreePorts.Next()}", "--silo-port", $"{FreePorts.Next()}", "--gateway-port", $"{FreePorts.Next()}", "--data", data];

    private static void ShouldBeOneLine(ProgramEnd end, params string[] expected)
    {
        var all = $"{end.Output}\n---\n{end.Error}";
        end.ExitCode.ShouldBe(1, all);
        end.Error.TrimEnd().ShouldNotContain('\n', all);
        foreach (var text in expected)
        {
            end.Error.ShouldContain(text, Case.Sensitive, all);
        }
    }
}
