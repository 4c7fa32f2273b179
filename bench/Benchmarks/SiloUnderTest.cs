using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using System.Net.Sockets;
using LlmGateway.Testing;

namespace LlmGateway.Benchmarks;

/// <summary>The real silo program on free ports and a temporary data directory.</summary>
internal sealed class SiloUnderTest : IAsyncDisposable
{
    private readonly ProcessStartInfo _program;
    private readonly string _data;
    private Process _process;

    private SiloUnderTest(ProcessStartInfo program, Process process, string data, HttpClient client, TimeSpan readyAfter)
    {
        _program = program;
        _process = process;
        _data = data;
        Client = client;
        ReadyAfter = readyAfter;
    }

    /// <summary>Sends the default tenant's key.</summary>
    public HttpClient Client { get; }

    /// <summary>The port of its HTTP API.</summary>
    public int Port => Client.BaseAddress!.Port;

    /// <summary>The default tenant's key.</summary>
    public string Key => Client.DefaultRequestHeaders.Authorization!.Parameter!;

    /// <summary>From the start of the process to the first "ready".</summary>
    public TimeSpan ReadyAfter { get; }

    public static async Task<SiloUnderTest> StartAsync(params string[] arguments)
    {
        var data = Directory.CreateTempSubdirectory("llmgw-bench-").FullName;
        var address = $"http://127.0.0.1:{FreePort()}";
        var program = Path.Combine(RepositoryFiles.Root, "src", "Silo", "bin", "Release", "net10.0", "LlmGateway.Silo");
        string[] all = ["--urls", address, "--data", data, "--silo-port", FreePort(), "--gateway-port", FreePort(), .. arguments];
        var started = Stopwatch.GetTimestamp();
        ProcessStartInfo start = new(program, (IEnumerable<string>)all) { RedirectStandardOutput = true };
        var process = Launch(start);

        HttpClient client = new() { BaseAddress = new Uri(address), Timeout = TimeSpan.FromMinutes(10) };
        while (!await IsReadyAsync(client))
        {
            if (process.HasExited || Stopwatch.GetElapsedTime(started) > TimeSpan.FromMinutes(1))
            {
                throw new InvalidOperationException("The silo did not become ready.");
            }

            await Task.Delay(5);
        }

        var ready = Stopwatch.GetElapsedTime(started);
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", (await File.ReadAllTextAsync(Path.Combine(data, "default.key"))).Trim());
        return new SiloUnderTest(start, process, data, client, ready);
    }

    /// <summary>Resident memory of the silo and of its workers, in bytes.</summary>
    public (long Silo, long Workers) ResidentMemory()
    {
        long workers = 0;
        foreach (var worker in Process.GetProcessesByName("LlmGateway.Infe").Concat(Process.GetProcessesByName("LlmGateway.Inference.Worker")))
        {
            workers += ParentOf(worker.Id) == _process.Id ? worker.WorkingSet64 : 0;
        }

        _process.Refresh();
        return (_process.WorkingSet64, workers);
    }

    /// <summary>CPU that it has used.</summary>
    public TimeSpan Cpu()
    {
        _process.Refresh();
        return _process.TotalProcessorTime;
    }

    /// <summary>Its database file.</summary>
    public string Database => Path.Combine(_data, "gateway.db");

    /// <summary>Ends it without warning.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    /// <summary>Starts it again on the same data.</summary>
    public Task RestartAsync()
    {
        _process = Launch(_program);
        return ReadyAsync();
    }

    /// <summary>Waits until it answers.</summary>
    public async Task ReadyAsync()
    {
        while (!await IsReadyAsync(Client))
        {
            await Task.Delay(20);
        }
    }

    private static Process Launch(ProcessStartInfo program)
    {
        var process = Process.Start(program)!;
        process.BeginOutputReadLine();
        return process;
    }

    /// <summary>A call of the admin API, which must succeed.</summary>
    public async Task<JsonNode?> AdminAsync(HttpMethod method, string path, object? body = null)
    {
        using var request = new HttpRequestMessage(method, path) { Content = body is null ? null : JsonContent.Create(body) };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", (await File.ReadAllTextAsync(Path.Combine(_data, "admin.key"))).Trim());
        using var answer = await Client.SendAsync(request);
        var text = await answer.Content.ReadAsStringAsync();
        return answer.IsSuccessStatusCode ? JsonNode.Parse(text) : throw new InvalidOperationException(text);
    }

    /// <summary>Id of the default tenant's key.</summary>
    public async Task<string> KeyIdAsync() => (await AdminAsync(HttpMethod.Get, "/admin/v1/tenants/default/keys"))!["data"]![0]!["id"]!.GetValue<string>();

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
        Directory.Delete(_data, recursive: true);
    }

    private static async Task<bool> IsReadyAsync(HttpClient client)
    {
        try
        {
            using var answer = await client.GetAsync(new Uri("/health/ready", UriKind.Relative));
            return answer.StatusCode == HttpStatusCode.OK;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    // The fourth word of /proc/PID/stat, counted after the name in parentheses.
    private static int ParentOf(int process)
    {
        var stat = File.ReadAllText($"/proc/{process}/stat");
        return int.Parse(stat[(stat.LastIndexOf(')') + 2)..].Split(' ')[1], CultureInfo.InvariantCulture);
    }

    private static string FreePort()
    {
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port.ToString(CultureInfo.InvariantCulture);
    }
}
