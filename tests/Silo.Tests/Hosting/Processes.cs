using System.Diagnostics;
using System.Runtime.InteropServices;

namespace LlmGateway.Silo.Tests.Hosting;

/// <summary>Processes as Linux shows them.</summary>
public static partial class Processes
{
    private const int SigTerm = 15;
    private const int SigKill = 9;

    /// <summary>Ids of the processes that a process has started and that still run.</summary>
    public static IReadOnlyList<int> ChildrenOf(int parent) =>
        [.. Process.GetProcesses().Select(process => process.Id).Where(id => Status(id) is { } status && status.Parent == parent && status.State != 'Z')];

    /// <summary>Whether a process computes, rather than being gone or waiting to be collected.</summary>
    public static bool Runs(int id) => Status(id) is { State: not 'Z' };

    public static void Terminate(int id) => Send(id, SigTerm);

    public static void Kill(int id) => Send(id, SigKill);

    private static void Send(int id, int signal) => Signal(id, signal).ShouldBe(0, $"signal {signal} to process {id}");

    // "id (name) state parent …"; the name may hold anything.
    private static (char State, int Parent)? Status(int id)
    {
        try
        {
            var text = File.ReadAllText($"/proc/{id}/stat");
            var fields = text[(text.LastIndexOf(')') + 2)..].Split(' ');
            return (fields[0][0], int.Parse(fields[1]));
        }
        catch (IOException)
        {
            return null;
        }
    }

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Signal(int id, int signal);
}
