using System.Diagnostics;
using System.Text.Json.Nodes;

namespace LlmGateway.Silo.Tests.Http;

/// <summary>A folder of scripts that use public packages, which are installed before the first of them runs.</summary>
public sealed class NodeFolder
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);
    private readonly string _path;
    private readonly Lazy<Task> _installed;

    /// <param name="path">The folder, beside the tests' program.</param>
    public NodeFolder(string path)
    {
        _path = Path.Combine(AppContext.BaseDirectory, path);
        _installed = new Lazy<Task>(() => RunAsync("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"));
    }

    /// <summary>Runs a script.</summary>
    /// <returns>What it wrote.</returns>
    public async Task<JsonNode> RunScriptAsync(string script, params string[] arguments)
    {
        await _installed.Value;
        return JsonNode.Parse(await RunAsync("node", [script, .. arguments]))!;
    }

    private async Task<string> RunAsync(string program, params string[] arguments)
    {
        using var limit = new CancellationTokenSource(Limit);
        using var process = Process.Start(new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = _path,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        })!;
        try
        {
            var (output, error) = (process.StandardOutput.ReadToEndAsync(limit.Token), process.StandardError.ReadToEndAsync(limit.Token));
            await process.WaitForExitAsync(limit.Token);
            process.ExitCode.ShouldBe(0, await error);
            return await output;
        }
        finally
        {
            process.Kill(entireProcessTree: true);
        }
    }
}
