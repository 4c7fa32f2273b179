using Microsoft.Data.Sqlite;

namespace LlmGateway.Storage;

/// <summary>Where the SQLite database is and how it is opened; the same string serves EF Core and Orleans.</summary>
public static class SqliteConnectionString
{
    /// <summary>Names <c>gateway.db</c> in the data directory, which need not exist yet.</summary>
    /// <param name="dataDirectory">Absolute, or relative to the current directory.</param>
    /// <returns>A string with a 10 s wait for locks, foreign keys enforced, and connections pooled.</returns>
    public static string For(string dataDirectory)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(dataDirectory);
        return new SqliteConnectionStringBuilder
        {
            DataSource = Path.Combine(Path.GetFullPath(dataDirectory), "gateway.db"),
            DefaultTimeout = 10,
            ForeignKeys = true,
            // A shared cache locks whole tables among the connections of one process, and readers would fail at once.
            Cache = SqliteCacheMode.Private,
        }.ToString();
    }
}
