using System.ComponentModel;
using System.Diagnostics;

namespace LlmGateway.Silo.Tests.Hosting;

/// <summary>A disk in memory that only one program sees, where Linux lets users make one (namespaces).</summary>
public static class SmallDisk
{
    /// <summary>Whether this machine allows it.</summary>
    public static bool Allowed { get; } = Try();

    /// <summary>Mounts a disk before a program starts, in its place.</summary>
    /// <param name="program">The program.</param>
    /// <param name="folder">Where the disk is to be seen; made if there is none.</param>
    /// <param name="megabytes">Its size.</param>
    public static ProcessStartInfo Mount(ProcessStartInfo program, string folder, int megabytes)
    {
        Directory.CreateDirectory(folder);
        var (file, arguments) = (program.FileName, program.ArgumentList.ToArray());
        program.FileName = "unshare";
        program.ArgumentList.Clear();
        foreach (var argument in (string[])["--user", "--map-root-user", "--mount", "sh", "-c", $"mount -t tmpfs -o size={megabytes}m llmgw \"$0\" && exec \"$@\"", folder, file, .. arguments])
        {
            program.ArgumentList.Add(argument);
        }

        return program;
    }

    /// <summary>Writes a file until nothing more fits.</summary>
    public static void Fill(string path)
    {
        using var file = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.ReadWrite, bufferSize: 0);
        var block = new byte[4096];
        try
        {
            while (true)
            {
                file.Write(block);
            }
        }
        catch (IOException)
        {
            // It is full.
        }
    }

    private static bool Try()
    {
        if (!OperatingSystem.IsLinux())
        {
            return false;
        }

        try
        {
            using var process = Process.Start(new ProcessStartInfo("unshare", ["--user", "--map-root-user", "--mount", "sh", "-c", "mount -t tmpfs llmgw /tmp"]) { RedirectStandardError = true });
            process?.WaitForExit();
            return process is { ExitCode: 0 };
        }
        catch (Win32Exception)
        {
            return false; // There is no such program.
        }
    }
}
