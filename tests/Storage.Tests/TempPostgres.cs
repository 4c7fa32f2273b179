using System.Data.Common;
using LlmGateway.Testing;
using Npgsql;

namespace LlmGateway.Storage.Tests;

/// <summary>A database of one test's own on the server of all tests.</summary>
internal sealed class TempPostgres : TempDatabase
{
    private static readonly Lazy<Task<string>> Migrated = new(MigrateOnceAsync);

    private TempPostgres(PostgresServer server, string name)
    {
        (Server, Name) = (server, name);
        Database = GatewayDatabase.OnPostgres(server.ConnectionString(name));
    }

    public PostgresServer Server { get; }

    public string Name { get; }

    public override GatewayDatabase Database { get; }

    public static async Task<TempPostgres> CreateEmptyAsync()
    {
        var server = await PostgresServer.SharedAsync();
        return new TempPostgres(server, await server.CreateDatabaseAsync());
    }

    /// <summary>A copy of one that was migrated: the server makes it in some milliseconds.</summary>
    public static async Task<TempPostgres> CreateMigratedAsync()
    {
        var server = await PostgresServer.SharedAsync();
        return new TempPostgres(server, await server.CreateDatabaseAsync(copyOf: await Migrated.Value));
    }

    public override DbConnection Open()
    {
        var connection = new NpgsqlConnection($"{Database.ConnectionString};Pooling=False");
        connection.Open();
        return connection;
    }

    public override void Dispose()
    {
        base.Dispose();
        using NpgsqlConnection connection = new(Database.ConnectionString);
        NpgsqlConnection.ClearPool(connection);
    }

    private static async Task<string> MigrateOnceAsync()
    {
        var server = await PostgresServer.SharedAsync();
        var name = await server.CreateDatabaseAsync();
        await GatewayDatabase.OnPostgres(server.ConnectionString(name)).MigrateAsync(); // Not pooled: nobody stays connected.
        return name;
    }
}
