using LlmGateway.Storage;

namespace LlmGateway.Silo.Hosting;

/// <summary>Which database the silo keeps its state in.</summary>
internal static class DatabaseChoice
{
    /// <summary>PostgreSQL where <c>ConnectionStrings:Gateway</c> names one; otherwise SQLite in the data directory.</summary>
    /// <exception cref="StorageException">The connection string can't be read.</exception>
    public static GatewayDatabase Of(IConfiguration configuration, DataDirectory data) =>
        configuration.GetConnectionString("Gateway") is { Length: > 0 } postgres
            ? GatewayDatabase.OnPostgres(postgres)
            : GatewayDatabase.OnSqlite(SqliteConnectionString.For(data.Path));
}
