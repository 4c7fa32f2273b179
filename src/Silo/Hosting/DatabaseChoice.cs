using LlmGateway.Storage;

namespace LlmGateway.Silo.Hosting;

/// <summary>Which database the silo keeps its state in.</summary>
internal static class DatabaseChoice
{
    /// <summary>The connection string.</summary>
    /// <exception cref="StartupException">Another database than the one in the data directory is asked for.</exception>
    public static string ConnectionString(IConfiguration configuration, DataDirectory data) =>
        string.IsNullOrEmpty(configuration.GetConnectionString("Gateway"))
            ? SqliteConnectionString.For(data.Path)
            : throw new StartupException("ConnectionStrings:Gateway is set, but only the SQLite database in the data directory is supported yet. Unset it.");
}
