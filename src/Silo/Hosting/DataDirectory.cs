using System.Text;

namespace LlmGateway.Silo.Hosting;

/// <summary>Where the silo keeps its database, keys and logs.</summary>
/// <param name="Path">Absolute path.</param>
internal sealed record DataDirectory(string Path) : IDisposable
{
    // Held while the silo lives, and let go by the system if it is killed: two silos on one database would write over each other.
    private FileStream? _lock;

    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    public string AdminKeyFile => System.IO.Path.Combine(Path, "admin.key");

    public string MasterKeyFile => System.IO.Path.Combine(Path, "master.key");

    public string DefaultKeyFile => System.IO.Path.Combine(Path, "default.key");

    public string DataProtectionFolder => System.IO.Path.Combine(Path, "keys");

    /// <summary>The keys that OAuth's tokens are signed and sealed with, themselves sealed under the master key.</summary>
    public string OAuthKeysFile => System.IO.Path.Combine(Path, "oauth-keys.json");

    /// <summary>The certificate that the silo makes for itself, with its key.</summary>
    public string DevelopmentKeyFile => System.IO.Path.Combine(Path, "dev-certificate.pfx");

    /// <summary>The same without its key, for clients to trust.</summary>
    public string DevelopmentCertificateFile => System.IO.Path.Combine(Path, "dev-certificate.pem");

    /// <summary>The engines' journals.</summary>
    public string EngineFolder => System.IO.Path.Combine(Path, "engine");

    public string LogFile => System.IO.Path.Combine(Path, "logs", "silo-.json");

    /// <summary>Makes the directory where it is missing, and locks it for this silo.</summary>
    /// <exception cref="StartupException">It can't be used; the message says why.</exception>
    public static DataDirectory Open(IConfiguration configuration)
    {
        var path = System.IO.Path.GetFullPath(configuration["LLMGW_DATA"] is { Length: > 0 } chosen ? chosen : "data");
        try
        {
            Create(path);
            return new DataDirectory(path) { _lock = Lock(System.IO.Path.Combine(path, "silo.lock")) };
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StartupException($"The data directory {path} can't be written: {e.Message} Choose another one with --data or LLMGW_DATA.");
        }
    }

    /// <summary>Lets another silo use the directory.</summary>
    public void Dispose() => _lock?.Dispose();

    private static FileStream Lock(string file)
    {
        var existed = File.Exists(file);
        try
        {
            return new FileStream(file, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException e) when (existed && e is not (FileNotFoundException or DirectoryNotFoundException))
        {
            throw new StartupException($"Another silo uses the data directory {System.IO.Path.GetDirectoryName(file)}. Stop it, or choose another directory with --data or LLMGW_DATA.");
        }
    }

    // The database and the logs are the operator's alone.
    private static void Create(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(path);
        }
        else
        {
            Directory.CreateDirectory(path, OwnerOnly | UnixFileMode.UserExecute);
        }
    }

    /// <summary>The secret in a file, or null if there is none.</summary>
    public static string? ReadSecret(string file) => File.Exists(file) && File.ReadAllText(file).Trim() is { Length: > 0 } secret ? secret : null;

    /// <summary>Writes a secret that only the owner can read, whole or not at all.</summary>
    public static void WriteSecret(string file, string secret) => WriteSecret(file, Encoding.UTF8.GetBytes(secret + Environment.NewLine));

    /// <inheritdoc cref="WriteSecret(string, string)" />
    public static void WriteSecret(string file, ReadOnlySpan<byte> secret)
    {
        var temporary = file + ".new";
        FileStreamOptions options = new() { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = OwnerOnly;
        }

        using (var stream = new FileStream(temporary, options))
        {
            stream.Write(secret);
        }

        File.Move(temporary, file, overwrite: true);
    }
}
