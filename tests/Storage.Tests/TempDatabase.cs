using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;

namespace LlmGateway.Storage.Tests;

/// <summary>A data directory of one test's own, removed with all that is in it.</summary>
internal sealed class TempDatabase : IDisposable
{
    private ServiceProvider? services;

    public TempDatabase()
    {
        ConnectionString = SqliteConnectionString.For(Directory);
        Path = new SqliteConnectionStringBuilder(ConnectionString).DataSource;
    }

    public string Directory { get; } =
        System.IO.Path.Combine(System.IO.Path.GetTempPath(), $"llmgw-{Guid.NewGuid():N}");

    public string ConnectionString { get; }

    public string Path { get; }

    public static async Task<TempDatabase> CreateMigratedAsync()
    {
        var database = new TempDatabase();
        await GatewayDatabase.MigrateAsync(database.ConnectionString, TestContext.Current.CancellationToken);
        return database;
    }

    public T Get<T>()
        where T : notnull
    {
        services ??= new ServiceCollection().AddGatewayStorage(ConnectionString).BuildServiceProvider(validateScopes: true);
        return services.GetRequiredService<T>();
    }

    // Not pooled: an idle connection would keep an old view of the file's settings.
    public SqliteConnection Open()
    {
        var connection = new SqliteConnection($"{ConnectionString};Pooling=False");
        connection.Open();
        return connection;
    }

    public int Execute(string sql)
    {
        using var connection = Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteNonQuery();
    }

    public T? Scalar<T>(string sql)
    {
        using var connection = Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return (T?)command.ExecuteScalar();
    }

    public void Dispose()
    {
        services?.Dispose();
        using var connection = new SqliteConnection(ConnectionString);
        SqliteConnection.ClearPool(connection);
        if (System.IO.Directory.Exists(Directory))
        {
            System.IO.Directory.Delete(Directory, recursive: true);
        }
    }
}
