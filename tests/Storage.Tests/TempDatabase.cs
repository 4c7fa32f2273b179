using System.Data.Common;
using Microsoft.Extensions.DependencyInjection;

namespace LlmGateway.Storage.Tests;

/// <summary>A database of one test's own, removed with all that is in it.</summary>
internal abstract class TempDatabase : IDisposable
{
    private ServiceProvider? services;

    public abstract GatewayDatabase Database { get; }

    public static async Task<TempDatabase> CreateMigratedAsync(DatabaseKind kind = DatabaseKind.Sqlite)
    {
        if (kind == DatabaseKind.Postgres)
        {
            return await TempPostgres.CreateMigratedAsync();
        }

        TempSqlite database = new();
        await database.Database.MigrateAsync(TestContext.Current.CancellationToken);
        return database;
    }

    public T Get<T>()
        where T : notnull
    {
        services ??= new ServiceCollection().AddGatewayStorage(Database).BuildServiceProvider(validateScopes: true);
        return services.GetRequiredService<T>();
    }

    /// <summary>An open connection, not pooled.</summary>
    public abstract DbConnection Open();

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
        return command.ExecuteScalar() is { } value and not DBNull ? (T)Convert.ChangeType(value, typeof(T)) : default;
    }

    public virtual void Dispose() => services?.Dispose();
}
