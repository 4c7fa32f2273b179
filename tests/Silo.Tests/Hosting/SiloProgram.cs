using System.Diagnostics;
using LlmGateway.Testing;

namespace LlmGateway.Silo.Tests.Hosting;

/// <summary>The built program, as a user starts it.</summary>
public static class SiloProgram
{
    private static readonly TimeSpan EndLimit = TimeSpan.FromSeconds(60);

    private static string Path { get; } = Find();

    /// <summary>How to start it, without settings from the environment of the tests.</summary>
    public static ProcessStartInfo StartInfo(IEnumerable<string> arguments, IReadOnlyDictionary<string, string>? environment = null)
    {
        var start = new ProcessStartInfo(Path, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
            WorkingDirectory = System.IO.Path.GetTempPath(),
        };
        foreach (var name in start.Environment.Keys.Where(IsSetting).ToList())
        {
            start.Environment.Remove(name);
        }

        foreach (var (name, value) in environment ?? new Dictionary<string, string>())
        {
            start.Environment[name] = value;
        }

        return start;
    }

    /// <summary>Runs it until it ends by itself.</summary>
    public static async Task<ProgramEnd> RunAsync(params string[] arguments)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(EndLimit);
        using var process = Process.Start(StartInfo(arguments))!;
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(limit.Token);
            var error = process.StandardError.ReadToEndAsync(limit.Token);
            await process.WaitForExitAsync(limit.Token);
            return new ProgramEnd(process.ExitCode, await output, await error);
        }
        finally
        {
            process.Kill(entireProcessTree: true);
        }
    }

    private static bool IsSetting(string name) =>
        name.StartsWith("LLMGW", StringComparison.OrdinalIgnoreCase) || name.StartsWith("ASPNETCORE_", StringComparison.OrdinalIgnoreCase) || name.StartsWith("DOTNET_URLS", StringComparison.OrdinalIgnoreCase);

    // The same configuration as the tests', from …/bin/{configuration}/net10.0.
    private static string Find()
    {
        var framework = new DirectoryInfo(AppContext.BaseDirectory);
        var file = OperatingSystem.IsWindows() ? "LlmGateway.Silo.exe" : "LlmGateway.Silo";
        return System.IO.Path.Combine(RepositoryFiles.Root, "src", "Silo", "bin", framework.Parent!.Name, framework.Name, file);
    }
}
