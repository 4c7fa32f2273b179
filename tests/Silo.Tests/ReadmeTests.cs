using System.Diagnostics;
using System.Net.Http.Headers;
using System.Text;
using System.Text.RegularExpressions;
using LlmGateway.Silo.Tests.Hosting;
using LlmGateway.Testing;

namespace LlmGateway.Silo.Tests;

/// <summary>What the README promises to a newcomer, done in a fresh clone.</summary>
public sealed partial class ReadmeTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(5);

    [Fact]
    public async Task FreshClone_FirstCommand_AnswersTheChatThatItPrints()
    {
        using TemporaryFolder folder = new();
        var clone = folder["clone"];
        await RunAsync("git", $"clone --quiet \"{RepositoryFiles.Root}\" \"{clone}\"", folder.Path);
        var command = FirstCommand(await File.ReadAllTextAsync(Path.Combine(clone, "README.md"), TestContext.Current.CancellationToken));
        command.ShouldStartWith("dotnet run ");

        // Only the ports differ from what a newcomer types: others may be using the usual ones here.
        var arguments = $"{command["dotnet ".Length..]} -- --urls http://127.0.0.1:{FreePorts.Next()} --silo-port {FreePorts.Next()} --gateway-port {FreePorts.Next()}";
        using var run = Start("dotnet", arguments, clone);
        try
        {
            var printed = await ReadUntilAsync(run, "is ready on");
            var answer = await SendAsync(printed, Path.Combine(clone, "data", "default.key"));
            answer.ShouldContain("The capital of France is Paris.");
        }
        finally
        {
            run.Kill(entireProcessTree: true);
            await run.WaitForExitAsync(CancellationToken.None);
        }
    }

    private static string FirstCommand(string readme) => ShellBlock().Match(readme).Groups["command"].Value.Trim();

    private static async Task<string> ReadUntilAsync(Process run, string end)
    {
        StringBuilder printed = new();
        using CancellationTokenSource limit = new(Limit);
        while (await run.StandardOutput.ReadLineAsync(limit.Token) is { } line)
        {
            printed.AppendLine(line);
            if (line.Contains(end, StringComparison.Ordinal))
            {
                return printed.ToString();
            }
        }

        throw new InvalidOperationException($"The program ended:\n{printed}");
    }

    // The printed curl, without the need for curl.
    private static async Task<string> SendAsync(string printed, string keyFile)
    {
        var curl = Curl().Match(printed);
        curl.Success.ShouldBeTrue(printed);
        curl.Groups["key"].Value.ShouldBe(keyFile);
        using HttpClient client = new();
        using HttpRequestMessage request = new(HttpMethod.Post, curl.Groups["url"].Value)
        {
            Content = new StringContent(curl.Groups["body"].Value, Encoding.UTF8, "application/json"),
        };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", (await File.ReadAllTextAsync(keyFile)).Trim());
        using var answer = await client.SendAsync(request);
        return await answer.Content.ReadAsStringAsync();
    }

    private static async Task RunAsync(string program, string arguments, string folder)
    {
        using var process = Start(program, arguments, folder);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken).WaitAsync(Limit, TestContext.Current.CancellationToken);
        process.ExitCode.ShouldBe(0);
    }

    private static Process Start(string program, string arguments, string folder)
    {
        ProcessStartInfo start = new(program, arguments) { WorkingDirectory = folder, RedirectStandardOutput = true };
        // Build servers would outlive the test.
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        start.Environment["UseSharedCompilation"] = "false";
        return Process.Start(start)!;
    }

    [GeneratedRegex(@"```sh\n(?<command>[^`]+)```")]
    private static partial Regex ShellBlock();

    [GeneratedRegex(@"curl (?<url>\S+) -H ""Authorization: Bearer \$\(cat (?<key>[^)]+)\)"".*?-d '(?<body>[^']+)'", RegexOptions.Singleline)]
    private static partial Regex Curl();
}
