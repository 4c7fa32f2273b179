using LlmGateway.Storage;

namespace LlmGateway.Silo.Hosting;

/// <summary>The file that holds the master keys.</summary>
internal static class MasterKeyFile
{
    private const string Setting = "LLMGW_MASTER_KEY_FILE";

    /// <summary>Reads the file that the operator names, or the one in the data directory, which is made at the first start.</summary>
    /// <param name="configuration">The settings.</param>
    /// <param name="data">The data directory.</param>
    /// <param name="sealedUnder">The master key that a database shared with other silos is sealed under; null if there is none yet.</param>
    /// <exception cref="StartupException">It can't be read; the message says what to do.</exception>
    /// <exception cref="StorageException">It holds no master key.</exception>
    public static MasterKeys Read(IConfiguration configuration, DataDirectory data, string? sealedUnder)
    {
        var chosen = configuration[Setting] is { Length: > 0 } named ? Path.GetFullPath(named) : null;
        var file = chosen ?? data.MasterKeyFile;
        try
        {
            if (chosen is null && !File.Exists(file))
            {
                if (sealedUnder is not null)
                {
                    throw new StartupException(
                        $"The database is sealed under the master key {sealedUnder}, and there is none here. Copy the file master.key of a silo that uses this database to {file}, or name it with {Setting}.");
                }

                DataDirectory.WriteSecret(file, MasterKeys.Create());
            }

            return MasterKeys.Parse(File.ReadAllText(file), file);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new StartupException($"The master key file {file} does not exist. Restore it or correct {Setting}; for a new gateway, make it with 'openssl rand -base64 32 > {file}'.");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StartupException($"The master key file {file} can't be read: {e.Message} Give this process read access to it, or name another one with {Setting}.");
        }
    }
}
