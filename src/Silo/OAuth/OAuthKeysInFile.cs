using LlmGateway.Silo.Hosting;

namespace LlmGateway.Silo.OAuth;

/// <summary>The keys of tokens in the data directory.</summary>
internal sealed class OAuthKeysInFile(DataDirectory data) : IOAuthKeyStore
{
    public string Name => data.OAuthKeysFile;

    public void Change(Func<byte[]?, byte[]?> change)
    {
        if (change(File.Exists(Name) ? File.ReadAllBytes(Name) : null) is { } next)
        {
            DataDirectory.WriteSecret(Name, next);
        }
    }
}
