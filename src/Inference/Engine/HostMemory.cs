using System.Globalization;

namespace LlmGateway.Inference.Engine;

/// <summary>Memory of this machine. llama.cpp's CPU device reports all of it as free, whatever is in use.</summary>
internal static class HostMemory
{
    /// <summary>Bytes that can be taken without swapping, within the container's limit.</summary>
    public static long AvailableBytes()
    {
        var info = GC.GetGCMemoryInfo();
        var limit = info.TotalAvailableMemoryBytes;
        if (!OperatingSystem.IsLinux())
        {
            return Math.Max(0, limit - info.MemoryLoadBytes);
        }

        foreach (var line in File.ReadLines("/proc/meminfo"))
        {
            if (line.StartsWith("MemAvailable:", StringComparison.Ordinal))
            {
                var kibibytes = long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture);
                return Math.Min(limit, kibibytes * 1024);
            }
        }

        return limit;
    }
}
