using System.Diagnostics;
using System.Runtime.InteropServices;
using LlmGateway.Inference;
using LlmGateway.Inference.Workers;

// One engine behind a pipe, started by the silo. It lives as long as its silo: a terminal's or a service manager's
// signals reach both, and only the silo knows when the last answer is out.
using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, static context => context.Cancel = true);
using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, static context => context.Cancel = true);

if (Console.IsInputRedirected == false)
{
    Console.Error.WriteLine("This program is started by the LlmGateway silo; it is not run by hand.");
    return 1;
}

var server = new WorkerServer(Console.OpenStandardInput(), Console.OpenStandardOutput(), Log, engineLost: static () => Environment.Exit(1)); // The silo sees the end and starts another.
if (!await server.RunAsync())
{
    // The silo has gone. Native code may be in the middle of a long step: nothing is worth waiting for.
    Process.GetCurrentProcess().Kill();
}

return 0;

// The silo reads standard error into its own log.
static void Log(EngineLogLevel level, string line)
{
    if (level >= EngineLogLevel.Warning)
    {
        Console.Error.WriteLine(line);
    }
}
