using LlmGateway.Storage;

namespace LlmGateway.Silo.Hosting;

/// <summary>The file that holds the master keys.</summary>
internal static class MasterKeyFile
{
    private const string Setting = "LLMGW_MASTER_KEY_FILE";

    /// <summary>Reads the file that the operator names, or the one in the data directory, which is made at the first start.</summary>
    /// <exception cref="StartupException">It can't be read; the message says what to do.</exception>
    /// <exception cref="StorageException">It holds no master key.</exception>
    public static MasterKeys Read(IConfiguration configuration, DataDirectory data)
    {
        var chosen = configuration[Setting] is { Length: > 0 } named ? Path.GetFullPath(named) : null;
        var file = chosen ?? data.MasterKeyFile;
        try
        {
            if (chosen is null && !File.Exists(file))
            {
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
