using System.Diagnostics;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using LlmGateway.Silo.Tests.Http;

namespace LlmGateway.Silo.Tests.Hosting;

/// <summary>A silo in a process of its own, on ports and data of its own.</summary>
public sealed class SiloProcess : IAsyncDisposable
{
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan StopLimit = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    private readonly TemporaryFolder _folder = new();
    private readonly IReadOnlyList<string> _arguments;
    private readonly IReadOnlyDictionary<string, string>? _environment;
    private readonly StringBuilder _output = new();
    private readonly HttpClient _health;
    private readonly int? _diskMegabytes;
    private Process _process;

    private SiloProcess(IReadOnlyList<string> arguments, IReadOnlyDictionary<string, string>? environment, int? diskMegabytes = null)
    {
        _diskMegabytes = diskMegabytes;
        Address = new Uri($"http://127.0.0.1:{FreePorts.Next()}");
        _environment = environment;
        _arguments =
        [
            "--urls", Address.GetLeftPart(UriPartial.Authority), "--silo-port", $"{SiloPort}", "--gateway-port", $"{GatewayPort}", "--data", _folder["data"], .. arguments.Select(argument => argument.Replace("{address}", Address.GetLeftPart(UriPartial.Authority), StringComparison.Ordinal)),
        ];
        _health = new HttpClient { BaseAddress = Address, Timeout = TimeSpan.FromSeconds(10) };
        _process = Launch();
    }

    public Uri Address { get; }

    /// <summary>Where other silos connect.</summary>
    public int SiloPort { get; } = FreePorts.Next();

    /// <summary>Where Orleans clients connect.</summary>
    public int GatewayPort { get; } = FreePorts.Next();

    /// <summary>Its data directory, as this process sees it.</summary>
    public string Data => _diskMegabytes is null ? _folder["data"] : $"/proc/{Id}/root{_folder["data"]}";

    public int Id => _process.Id;

    public string ApiKey => File.ReadAllText(Path.Combine(Data, "default.key")).Trim();

    public string AdminKey => File.ReadAllText(Path.Combine(Data, "admin.key")).Trim();

    /// <summary>All that it wrote to the console.</summary>
    public string Output
    {
        get
        {
            lock (_output)
            {
                return _output.ToString();
            }
        }
    }

    /// <summary>Starts a silo and waits until all its models answer.</summary>
    /// <param name="arguments">More arguments; <c>{address}</c> in one stands for <see cref="Address"/>.</param>
    public static Task<SiloProcess> StartAsync(params string[] arguments) => StartAsync(arguments, null, health => health["status"]!.GetValue<string>() == "ready");

    /// <summary>Starts a silo and waits until its health is as wanted.</summary>
    public static Task<SiloProcess> StartAsync(string[] arguments, IReadOnlyDictionary<string, string>? environment, Func<JsonNode, bool> wanted) =>
        StartAsync(new SiloProcess(arguments, environment), wanted);

    /// <summary>Starts a silo whose data lie on a disk of their own, in memory, which can be filled. The machine must let users make mounts of their own: see <see cref="SmallDisk"/>.</summary>
    public static Task<SiloProcess> StartOnDiskAsync(int megabytes) => StartAsync(new SiloProcess([], null, megabytes), health => health["status"]!.GetValue<string>() == "ready");

    /// <summary>Starts it again with the same data.</summary>
    /// <param name="arguments">More arguments; a setting among them is used in place of the one before.</param>
    public async Task RestartAsync(params string[] arguments)
    {
        _process.Dispose();
        _process = Launch(arguments);
        await WaitUntilReadyAsync(StartLimit);
    }

    /// <summary>A client with the default tenant's key.</summary>
    public GatewayClient Client() => new(Address, ApiKey);

    /// <summary>A client with the admin key.</summary>
    public GatewayClient Admin() => new(Address, AdminKey);

    public Task WaitUntilReadyAsync(TimeSpan limit) => WaitForHealthAsync(health => health["status"]!.GetValue<string>() == "ready", limit);

    /// <summary>Waits until <c>/health/ready</c> says what is wanted.</summary>
    public Task WaitForHealthAsync(Func<JsonNode, bool> wanted, TimeSpan limit) => WaitUntilAsync(
        async () =>
        {
            _process.HasExited.ShouldBeFalse($"The silo ended:\n{Output}");
            return await HealthAsync() is { } health && wanted(health);
        },
        limit);

    /// <summary>Waits until all values of a gauge are zero.</summary>
    public Task WaitForZeroAsync(string gauge, TimeSpan limit) => WaitUntilAsync(
        async () =>
        {
            var lines = (await _health.GetStringAsync(new Uri("/metrics", UriKind.Relative), TestContext.Current.CancellationToken)).Split('\n');
            var values = lines.Where(line => line.StartsWith(gauge + "{", StringComparison.Ordinal)).ToList();
            return values.Count > 0 && values.TrueForAll(line => line.Split("} ")[1].StartsWith("0 ", StringComparison.Ordinal) || line.EndsWith("} 0", StringComparison.Ordinal));
        },
        limit);

    /// <summary>Waits until it takes no connections any more.</summary>
    public Task WaitUntilRefusingAsync(TimeSpan limit) => WaitUntilAsync(
        async () =>
        {
            try
            {
                using var socket = new System.Net.Sockets.TcpClient();
                await socket.ConnectAsync(IPAddress.Loopback, Address.Port, TestContext.Current.CancellationToken);
                return false;
            }
            catch (System.Net.Sockets.SocketException)
            {
                return true;
            }
        },
        limit);

    /// <summary>Waits until a process has ended.</summary>
    public static Task WaitUntilGoneAsync(int processId, TimeSpan limit) => WaitUntilAsync(() => Task.FromResult(!Processes.Runs(processId)), limit);

    /// <summary>Waits until it has written a text to the console, which comes through a pipe.</summary>
    public Task WaitForOutputAsync(string text) => WaitUntilAsync(() => Task.FromResult(Output.Contains(text, StringComparison.Ordinal)), TimeSpan.FromSeconds(10));

    /// <summary>Asks it to stop, without waiting.</summary>
    public void Terminate() => Processes.Terminate(Id);

    /// <summary>Asks it to stop.</summary>
    /// <returns>Its exit code.</returns>
    public Task<int> StopAsync()
    {
        Terminate();
        return WaitForExitAsync();
    }

    /// <summary>Its exit code, once it has ended.</summary>
    public async Task<int> WaitForExitAsync()
    {
        await _process.WaitForExitAsync(TestContext.Current.CancellationToken).WaitAsync(StopLimit, TestContext.Current.CancellationToken);
        return _process.ExitCode;
    }

    /// <summary>Ends it without warning.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync(CancellationToken.None);
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync(CancellationToken.None);
        }

        _process.Dispose();
        _health.Dispose();
        _folder.Dispose();
    }

    private static async Task<SiloProcess> StartAsync(SiloProcess silo, Func<JsonNode, bool> wanted)
    {
        try
        {
            await silo.WaitForHealthAsync(wanted, StartLimit);
            return silo;
        }
        catch
        {
            await silo.DisposeAsync();
            throw;
        }
    }

    private Process Launch(params string[] more)
    {
        var start = SiloProgram.StartInfo([.. _arguments, .. more], _environment);
        var process = new Process { StartInfo = _diskMegabytes is { } size ? SmallDisk.Mount(start, _folder["data"], size) : start };
        process.OutputDataReceived += Collect;
        process.ErrorDataReceived += Collect;
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return process;
    }

    private void Collect(object sender, DataReceivedEventArgs line)
    {
        lock (_output)
        {
            _output.AppendLine(line.Data);
        }
    }

    private async Task<JsonNode?> HealthAsync()
    {
        try
        {
            using var answer = await _health.GetAsync("/health/ready", TestContext.Current.CancellationToken);
            return JsonNode.Parse(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        }
        catch (HttpRequestException)
        {
            return null;
        }
    }

    /// <summary>Asks again and again until the answer is yes.</summary>
    public static async Task WaitUntilAsync(Func<Task<bool>> condition, TimeSpan limit)
    {
        var started = Stopwatch.GetTimestamp();
        while (!await condition())
        {
            Stopwatch.GetElapsedTime(started).ShouldBeLessThan(limit);
            await Task.Delay(Pause, TestContext.Current.CancellationToken);
        }
    }
}
