using System.Runtime.InteropServices;
using Microsoft.Extensions.Logging;

namespace LlmGateway.Inference.Native;

/// <summary>Hands llama.cpp's own log lines to a logger, and keeps the last error for messages.</summary>
internal static unsafe class LlamaLog
{
    private static volatile ILogger? _logger;

    [ThreadStatic]
    private static string? _lastError;

    /// <summary>Where lines go; null drops them.</summary>
    public static ILogger? Logger
    {
        get => _logger;
        set => _logger = value;
    }

    /// <summary>Takes the last error line that a native call on this thread printed.</summary>
    public static string? TakeError()
    {
        var error = _lastError;
        _lastError = null;
        return error;
    }

    public static void Install() => NativeMethods.llama_log_set(&OnLine, null);

    // An exception must not leave a native callback: the runtime would abort.
    [UnmanagedCallersOnly]
    private static void OnLine(int level, byte* text, void* userData)
    {
        try
        {
            var logLevel = level switch { 4 => LogLevel.Error, 3 => LogLevel.Warning, 2 => LogLevel.Debug, _ => LogLevel.Trace };
            if (logLevel >= LogLevel.Error || _logger?.IsEnabled(logLevel) == true)
            {
                var line = NativeText.FromUtf8(text).TrimEnd();
                if (logLevel == LogLevel.Error)
                {
                    _lastError = line;
                }

                _logger?.Log(logLevel, "llama.cpp: {Line}", line);
            }
        }
        catch (Exception)
        {
            // A line of the log is lost; the model goes on.
        }
    }
}
