using Npgsql;

namespace LlmGateway.Storage;

/// <summary>The operator's connection string, completed with what fits the gateway where it says nothing.</summary>
internal static class PostgresConnectionString
{
    // A server takes 100 connections by default: enough for three silos.
    private const int PoolSize = 30;
    private const int ConnectSeconds = 5;

    /// <exception cref="StorageException">It can't be read, or names no host or no database.</exception>
    public static string Complete(string text)
    {
        var settings = Parse(text);
        if (string.IsNullOrWhiteSpace(settings.Host) || string.IsNullOrWhiteSpace(settings.Database))
        {
            throw PostgresFailure.Unreadable("it names no Host or no Database");
        }

        Default(settings, "Maximum Pool Size", PoolSize);
        Default(settings, "Timeout", ConnectSeconds);
        Default(settings, "Application Name", "LlmGateway");
        // A server that went away without a word is noticed.
        Default(settings, "Tcp Keepalive", true);
        return settings.ConnectionString;
    }

    private static NpgsqlConnectionStringBuilder Parse(string text)
    {
        if (text.StartsWith("postgres://", StringComparison.OrdinalIgnoreCase) || text.StartsWith("postgresql://", StringComparison.OrdinalIgnoreCase))
        {
            throw PostgresFailure.Unreadable("addresses like postgresql://… are not understood");
        }

        try
        {
            return new NpgsqlConnectionStringBuilder(text);
        }
        catch (Exception e) when (e is ArgumentException or FormatException or KeyNotFoundException)
        {
            throw PostgresFailure.Unreadable("a part of it is unknown or malformed"); // The message could show the password.
        }
    }

    private static void Default(NpgsqlConnectionStringBuilder settings, string name, object value)
    {
        if (!settings.ShouldSerialize(name))
        {
            settings[name] = value;
        }
    }
}
