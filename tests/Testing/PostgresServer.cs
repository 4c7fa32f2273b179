using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace LlmGateway.Testing;

/// <summary>A PostgreSQL server of the tests' own: a new cluster in a temporary directory, on a port of its own, that lets anybody of this machine in.</summary>
/// <remarks>It compares texts as people sort them (ICU), not byte by byte, so that an order that was left to the database shows.</remarks>
public sealed class PostgresServer : IAsyncDisposable
{
    private const string Superuser = "postgres";
    private const int FirstWithIcu = 15;
    private static readonly Lazy<Task<PostgresServer>> OfThisProcess = new(StartAsync);

    private readonly string _folder = Path.Combine(Path.GetTempPath(), $"llmgw-pg-{Guid.NewGuid():n}");
    private readonly string _programs = FindPrograms();
    private int _databases;

    private PostgresServer() => Port = FreePort();

    /// <summary>Its TCP port on 127.0.0.1.</summary>
    public int Port { get; }

    private string Data => Path.Combine(_folder, "data");

    /// <summary>One for all tests of this process, started when first asked for. Whoever runs the tests stops it at the end.</summary>
    public static Task<PostgresServer> SharedAsync() => OfThisProcess.Value;

    /// <summary>Stops the shared one, if it was started.</summary>
    public static async ValueTask StopSharedAsync()
    {
        if (OfThisProcess.IsValueCreated)
        {
            await (await OfThisProcess.Value).DisposeAsync();
        }
    }

    /// <summary>Starts a server.</summary>
    /// <exception cref="InvalidOperationException">PostgreSQL is not installed, or does not start; the message says what to do.</exception>
    public static async Task<PostgresServer> StartAsync()
    {
        PostgresServer server = new();
        await server.InitializeAsync();
        await server.StartAgainAsync();
        return server;
    }

    /// <summary>A name that no database of this server has.</summary>
    public string NewName() => $"test{Interlocked.Increment(ref _databases)}";

    /// <summary>Makes an empty database, or a copy of another one that nobody is connected to.</summary>
    /// <returns>Its name.</returns>
    public async Task<string> CreateDatabaseAsync(string? copyOf = null)
    {
        var name = NewName();
        await SqlAsync("postgres", $"CREATE DATABASE {name} TEMPLATE {copyOf ?? "template0"}");
        return name;
    }

    /// <summary>How to connect to one of its databases.</summary>
    public string ConnectionString(string database, string user = Superuser) =>
        $"Host=127.0.0.1;Port={Port.ToString(CultureInfo.InvariantCulture)};Database={database};Username={user}";

    /// <summary>Runs SQL by psql; returns what it prints, without headings.</summary>
    public Task<string> SqlAsync(string database, string sql) =>
        RunAsync("psql", "-h", "127.0.0.1", "-p", $"{Port}", "-U", Superuser, "-d", database, "-v", "ON_ERROR_STOP=1", "-qAtX", "-c", sql);

    /// <summary>Stops it, ending all connections.</summary>
    public Task StopAsync() => RunAsync("pg_ctl", "-D", Data, "-m", "fast", "-w", "stop");

    /// <summary>Starts it again after <see cref="StopAsync"/>.</summary>
    public Task StartAgainAsync() => RunAsync(
        // What tests write need not outlive a loss of power.
        "pg_ctl", "-D", Data, "-w", "-s", "-l", Path.Combine(_folder, "log"), "-o", $"-p {Port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={_folder} -c fsync=off", "start");

    /// <summary>Stops it and removes all it wrote.</summary>
    public async ValueTask DisposeAsync()
    {
        await RunAsync("pg_ctl", "-D", Data, "-m", "immediate", "-w", "stop");
        Directory.Delete(_folder, recursive: true);
    }

    private async Task InitializeAsync()
    {
        Directory.CreateDirectory(_folder);
        if (Environment.IsPrivilegedProcess)
        {
            await ExecuteAsync("chown", Superuser, _folder); // The server refuses to run as root.
        }

        string[] locale = await MajorAsync() >= FirstWithIcu ? ["--locale-provider=icu", "--icu-locale=und"] : ["--no-locale"];
        await RunAsync("initdb", ["-D", Data, "-A", "trust", "-U", Superuser, "-E", "UTF8", "-N", .. locale]);
    }

    private async Task<int> MajorAsync()
    {
        var version = await RunAsync("postgres", "--version"); // postgres (PostgreSQL) 15.13 (…)
        return int.Parse(version.Split(' ')[2].Split('.', '~')[0], CultureInfo.InvariantCulture);
    }

    private static int FreePort()
    {
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    // The newest, where several are installed as Debian does it.
    private static string FindPrograms()
    {
        const string debian = "/usr/lib/postgresql";
        var folders = (Directory.Exists(debian) ? Directory.GetDirectories(debian) : [])
            .OrderByDescending(folder => int.TryParse(Path.GetFileName(folder), out var major) ? major : 0)
            .Select(folder => Path.Combine(folder, "bin"))
            .Concat((Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator));
        return folders.FirstOrDefault(folder => Array.TrueForAll(["initdb", "pg_ctl", "postgres"], program => File.Exists(Path.Combine(folder, program))))
            ?? throw new InvalidOperationException("PostgreSQL was not found, which these tests run on: install it with 'apt-get install postgresql', or put its programs (initdb, pg_ctl, postgres, psql) on the PATH.");
    }

    private Task<string> RunAsync(string program, params string[] arguments)
    {
        var path = Path.Combine(_programs, program);
        return !Environment.IsPrivilegedProcess || program == "psql"
            ? ExecuteAsync(File.Exists(path) ? path : program, arguments)
            : ExecuteAsync("setpriv", [$"--reuid={Superuser}", $"--regid={Superuser}", "--clear-groups", path, .. arguments]);
    }

    private static async Task<string> ExecuteAsync(string program, params string[] arguments)
    {
        ProcessStartInfo start = new(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = Path.GetTempPath() };
        foreach (var name in start.Environment.Keys.Where(name => name.StartsWith("PG", StringComparison.Ordinal)).ToList())
        {
            start.Environment.Remove(name);
        }

        using var process = Process.Start(start)!;
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        return process.ExitCode == 0
            ? await output
            : throw new InvalidOperationException($"{program} {string.Join(' ', arguments)} failed ({process.ExitCode}): {await error}");
    }
}
