using System.Data.Common;
using Microsoft.Data.Sqlite;

namespace LlmGateway.Storage.Tests;

/// <summary>A data directory of one test's own.</summary>
internal sealed class TempSqlite : TempDatabase
{
    public TempSqlite()
    {
        ConnectionString = SqliteConnectionString.For(Directory);
        Database = GatewayDatabase.OnSqlite(ConnectionString);
        Path = new SqliteConnectionStringBuilder(ConnectionString).DataSource;
    }

    public override GatewayDatabase Database { get; }

    public string Directory { get; } =
        System.IO.Path.Combine(System.IO.Path.GetTempPath(), $"llmgw-{Guid.NewGuid():N}");

    public string ConnectionString { get; }

    public string Path { get; }

    // Not pooled: an idle connection would keep an old view of the file's settings.
    public override DbConnection Open()
    {
        var connection = new SqliteConnection($"{ConnectionString};Pooling=False");
        connection.Open();
        return connection;
    }

    public override void Dispose()
    {
        base.Dispose();
        using var connection = new SqliteConnection(ConnectionString);
        SqliteConnection.ClearPool(connection);
        if (System.IO.Directory.Exists(Directory))
        {
            System.IO.Directory.Delete(Directory, recursive: true);
        }
    }
}
