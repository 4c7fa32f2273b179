using Microsoft.Data.Sqlite;

namespace LlmGateway.Silo.Tests.Hosting;

/// <summary>Reaches past a silo into its database.</summary>
internal static class SiloDatabase
{
    public static void Execute(this SiloProcess silo, string sql)
    {
        using var connection = new SqliteConnection($"Data Source={Path.Combine(silo.Data, "gateway.db")};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
