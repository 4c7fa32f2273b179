using System.Diagnostics;
using System.Text.Json.Nodes;

namespace LlmGateway.Silo.Tests.OAuth;

/// <summary>Runs the scripts that use the public client library.</summary>
public static class NodeClient
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);
    private static readonly Lazy<Task> Installed = new(() => RunAsync("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"));

    private static string Folder => Path.Combine(AppContext.BaseDirectory, "OAuth", "client");

    /// <summary>Runs a script.</summary>
    /// <returns>What it wrote.</returns>
    public static async Task<JsonNode> RunScriptAsync(string script, params string[] arguments)
    {
        await Installed.Value;
        return JsonNode.Parse(await RunAsync("node", [script, .. arguments]))!;
    }

    private static async Task<string> RunAsync(string program, params string[] arguments)
    {
        using var limit = new CancellationTokenSource(Limit);
        using var process = Process.Start(new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = Folder,
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
