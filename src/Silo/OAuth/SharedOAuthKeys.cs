using LlmGateway.Storage;

namespace LlmGateway.Silo.OAuth;

/// <summary>The keys of tokens where all silos of a cluster find them.</summary>
internal sealed class SharedOAuthKeys(SharedSettings shared) : IOAuthKeyStore
{
    private const string Setting = "oauth-keys";

    public string Name => $"The setting '{Setting}' in the table shared_settings";

    public void Change(Func<byte[]?, byte[]?> change) => shared.Change(Setting, change);
}
