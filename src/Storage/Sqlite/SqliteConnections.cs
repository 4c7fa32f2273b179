using Microsoft.Data.Sqlite;

namespace LlmGateway.Storage;

/// <summary>Connections for plain SQL, which the provider pools.</summary>
internal static class SqliteConnections
{
    /// <summary>An open connection.</summary>
    public static async Task<SqliteConnection> OpenAsync(string connectionString, CancellationToken cancellationToken)
    {
        var connection = new SqliteConnection(connectionString);
        try
        {
            await connection.OpenAsync(cancellationToken);
            return connection;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }
}
