using System.Net;
using System.Net.Sockets;
using LlmGateway.Silo.Tests.Hosting;

namespace LlmGateway.Silo.Tests.Life;

/// <summary>A silo that can't start says why in one line, for people.</summary>
public sealed class StartRefusalTests
{
    [Theory]
    [InlineData("--urls", "--urls")]
    [InlineData("--silo-port", "--silo-port")]
    [InlineData("--gateway-port", "--gateway-port")]
    public async Task Start_PortInUse_OneLine(string option, string expected)
    {
        using var folder = new TemporaryFolder();
        using var occupant = new TcpListener(IPAddress.Loopback, FreePorts.Next());
        occupant.Start();
        var port = ((IPEndPoint)occupant.LocalEndpoint).Port;

        var end = await SiloProgram.RunAsync([.. Arguments(folder, except: option), option, option == "--urls" ? $"http://127.0.0.1:{port}" : $"{port}"]);

        ShouldBeOneLine(end, expected);
    }

    [Fact]
    public async Task Start_DataPathIsAFile_OneLine()
    {
        using var folder = new TemporaryFolder();
        await File.WriteAllTextAsync(folder["file"], "x", TestContext.Current.CancellationToken);

        var end = await SiloProgram.RunAsync([.. Arguments(folder, except: "--data"), "--data", folder["file"]]);

        ShouldBeOneLine(end, "--data");
        (await File.ReadAllTextAsync(folder["file"], TestContext.Current.CancellationToken)).ShouldBe("x");
    }

    [Fact]
    public async Task Start_DataOfALivingSilo_OneLine()
    {
        await using var silo = await SiloProcess.StartAsync();
        using var folder = new TemporaryFolder();

        var end = await SiloProgram.RunAsync([.. Arguments(folder, except: "--data"), "--data", silo.Data]);

        ShouldBeOneLine(end, "Another silo uses the data directory");
    }

    [Fact]
    public async Task Start_DatabaseIsNone_OneLine()
    {
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(folder["data"]);
        await File.WriteAllTextAsync(Path.Combine(folder["data"], "gateway.db"), string.Concat(Enumerable.Repeat("This is no database. ", 500)), TestContext.Current.CancellationToken);

        ShouldBeOneLine(await SiloProgram.RunAsync(Arguments(folder)), "gateway.db");
    }

    [Theory]
    [InlineData("LLMGW:DrainTimeout=abc", "DrainTimeout")]
    [InlineData("LLMGW:DrainTimeout=02:00:00", "DrainTimeout")]
    [InlineData("LLMGW:MaxBodyBytes=1", "MaxBodyBytes")]
    [InlineData("LLMGW:MaxBodyBytes=lots", "MaxBodyBytes")]
    [InlineData("LLMGW:PingInterval=0", "PingInterval")]
    [InlineData("LLMGW:FailedAuthPerMinute=-1", "FailedAuthPerMinute")]
    [InlineData("LLMGW:MaxConnections=many", "MaxConnections")]
    [InlineData("LLMGW:HeadersTimeout=00:00:00", "HeadersTimeout")]
    [InlineData("LLMGW:SiloPort=x", "SiloPort")]
    [InlineData("LLMGW:Scim:DefaultRole=owner", "LLMGW:Scim:DefaultRole")]
    [InlineData("LLMGW:Replicas:Isolation=Nowhere", "Isolation")]
    [InlineData("LLMGW:Replicas:LoadTimeout=00:00:00", "LoadTimeout")]
    [InlineData("LLMGW:Models:0:Version=a b", "LLMGW:Models:0:Path")]
    [InlineData("LLMGW_ADMIN_KEY=short", "LLMGW_ADMIN_KEY")]
    [InlineData("ConnectionStrings:Gateway=Host=localhost", "ConnectionStrings__Gateway")]
    public async Task Start_BadSetting_OneLineThatNamesIt(string setting, string expected)
    {
        using var folder = new TemporaryFolder();
        var arguments = Arguments(folder, except: setting.StartsWith("LLMGW:SiloPort", StringComparison.Ordinal) ? "--silo-port" : null);

        ShouldBeOneLine(await SiloProgram.RunAsync([.. arguments, "--set", setting]), expected);
    }

    [Theory]
    [InlineData("--no-such-option", "--no-such-option")]
    [InlineData("--parallel x", "--parallel")]
    [InlineData("--set nonsense", "nonsense")]
    [InlineData("stray", "stray")]
    [InlineData("--urls", "--urls")]
    [InlineData("--urls nonsense", "nonsense")]
    [InlineData("--silo-port 99999", "--silo-port")]
    public async Task Start_BadArgument_OneLine(string argument, string expected)
    {
        using var folder = new TemporaryFolder();
        var words = argument.Split(' ');

        ShouldBeOneLine(await SiloProgram.RunAsync([.. Arguments(folder, except: words[0]), .. words]), expected);
    }

    [Theory]
    [InlineData("--help", "--model")]
    [InlineData("--version", "0.1")]
    public async Task Start_Question_Answered(string option, string expected)
    {
        var end = await SiloProgram.RunAsync(option);

        end.ExitCode.ShouldBe(0);
        end.Error.ShouldBeEmpty();
        end.Output.ShouldContain(expected);
    }

    private static string[] Arguments(TemporaryFolder folder, string? except = null)
    {
        string[][] pairs =
        [
            ["--urls", $"http://127.0.0.1:{FreePorts.Next()}"], ["--silo-port", $"{FreePorts.Next()}"], ["--gateway-port", $"{FreePorts.Next()}"], ["--data", folder["data"]],
        ];
        return [.. pairs.Where(pair => pair[0] != except).SelectMany(pair => pair)];
    }

    private static void ShouldBeOneLine(ProgramEnd end, string expected)
    {
        var all = $"{end.Output}\n---\n{end.Error}";
        end.ExitCode.ShouldBe(1, all);
        end.Error.TrimEnd().ShouldNotContain('\n', all);
        end.Error.ShouldContain(expected, Case.Sensitive, all);
    }
}
