using System.Runtime.InteropServices;

namespace LlmGateway.Inference.Native;

/// <summary>Hands llama.cpp's own log lines on, and keeps the last error for messages.</summary>
internal static unsafe class LlamaLog
{
    private static volatile EngineLog? _log;

    [ThreadStatic]
    private static string? _lastError;

    /// <summary>Where lines go; null drops them.</summary>
    public static EngineLog? Log
    {
        get => _log;
        set => _log = value;
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
        const int Warning = 3;
        const int Error = 4;
        try
        {
            if (level is not (Warning or Error) && _log is null)
            {
                return;
            }

            var line = NativeText.FromUtf8(text).TrimEnd();
            if (level == Warning && line.Contains("training context overflow", StringComparison.Ordinal))
            {
                return; // It takes the cache that all sequences share for one sequence's; the engine bounds each.
            }

            if (level == Error)
            {
                _lastError = line;
            }

            _log?.Invoke(level switch { Error => EngineLogLevel.Error, Warning => EngineLogLevel.Warning, _ => EngineLogLevel.Debug }, line);
        }
        catch (Exception)
        {
            // A line of the log is lost; the model goes on.
        }
    }
}
