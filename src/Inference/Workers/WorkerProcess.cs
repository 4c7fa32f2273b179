using System.Diagnostics;

namespace LlmGateway.Inference.Workers;

/// <summary>A started worker program and its pipes.</summary>
internal sealed class WorkerProcess : IDisposable
{
    private readonly Process _process;

    private WorkerProcess(Process process) => _process = process;

    public int Id => _process.Id;

    public Stream Input => _process.StandardInput.BaseStream;

    public Stream Output => _process.StandardOutput.BaseStream;

    /// <exception cref="InferenceException">The program is missing or can't be started.</exception>
    public static WorkerProcess Start(WorkerOptions options, EngineLog log)
    {
        var start = new ProcessStartInfo(options.Program)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        DropSecrets(start.Environment);
        if (options.VisibleGpus is not null)
        {
            start.Environment["CUDA_VISIBLE_DEVICES"] = options.VisibleGpus;
        }

        Process process;
        try
        {
            process = Process.Start(start) ?? throw new InvalidOperationException("no process was started");
        }
        catch (Exception e) when (e is System.ComponentModel.Win32Exception or InvalidOperationException)
        {
            throw new InferenceException(InferenceErrorCode.LibraryUnusable, $"The worker program {options.Program} could not be started: {e.Message}", e);
        }

        process.ErrorDataReceived += (_, line) =>
        {
            if (!string.IsNullOrWhiteSpace(line.Data))
            {
                log(EngineLogLevel.Warning, $"worker {process.Id}: {line.Data}");
            }
        };
        process.BeginErrorReadLine();
        if (options.Priority != ProcessPriorityClass.Normal)
        {
            process.PriorityClass = options.Priority;
        }

        return new WorkerProcess(process);
    }

    // The worker computes and does nothing else: keys and connection strings of the silo are none of its business.
    private static void DropSecrets(IDictionary<string, string?> environment)
    {
        foreach (var name in environment.Keys.ToList())
        {
            if (name != "LLMGW_LLAMA_PATH"
                && (name.StartsWith("LLMGW", StringComparison.OrdinalIgnoreCase) || name.StartsWith("ConnectionStrings", StringComparison.OrdinalIgnoreCase)))
            {
                environment.Remove(name);
            }
        }
    }

    /// <summary>Waits for the end of the process.</summary>
    /// <returns>How it ended, in words.</returns>
    public async Task<string> WaitForExitAsync(CancellationToken cancellationToken = default)
    {
        await _process.WaitForExitAsync(cancellationToken);
        return _process.ExitCode > 128 ? $"killed by signal {_process.ExitCode - 128}" : $"exit code {_process.ExitCode}";
    }

    public void Kill()
    {
        try
        {
            _process.Kill();
        }
        catch (InvalidOperationException)
        {
            // It has ended already.
        }
    }

    public void Dispose() => _process.Dispose();
}
