using System.Text;
using LlmGateway.Grains.Keys;
using LlmGateway.Silo.Auth;
using LlmGateway.Storage;

namespace LlmGateway.Silo.Hosting;

/// <summary>Where the admin key comes from: set by the operator, kept from an earlier start, or new.</summary>
internal static class AdminKeyFile
{
    private const string Setting = "LLMGW_ADMIN_KEY";
    private const int MinLength = 16;

    /// <param name="configuration">The settings.</param>
    /// <param name="data">The file of a key that was made here, and a copy of one that was made by another silo.</param>
    /// <param name="shared">What silos share, in a cluster.</param>
    /// <exception cref="StartupException">The operator's is too short.</exception>
    public static AdminKey Read(IConfiguration configuration, DataDirectory data, SharedSettings? shared)
    {
        if (configuration[Setting] is { Length: > 0 } chosen)
        {
            return chosen.Length >= MinLength ? new AdminKey(Share(shared, _ => chosen)) : throw new StartupException($"{Setting} must have at least {MinLength} characters.");
        }

        var kept = DataDirectory.ReadSecret(data.AdminKeyFile);
        var secret = Share(shared, stored => stored ?? kept ?? ApiKeySecret.Create(ApiKeySecret.AdminKind));
        if (secret != kept)
        {
            DataDirectory.WriteSecret(data.AdminKeyFile, secret);
        }

        return new AdminKey(secret);
    }

    private static string Share(SharedSettings? shared, Func<string?, string> choose) => shared is null
        ? choose(null)
        : Encoding.UTF8.GetString(shared.Change("admin-key", stored => Encoding.UTF8.GetBytes(choose(stored is null ? null : Encoding.UTF8.GetString(stored))))!);
}
