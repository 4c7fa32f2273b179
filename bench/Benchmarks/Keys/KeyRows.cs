using Microsoft.Data.Sqlite;

namespace LlmGateway.Benchmarks.Keys;

/// <summary>Adds keys to the database of a silo that does not run: copies of one that was made by it, with other ids and hashes.</summary>
internal static class KeyRows
{
    /// <exception cref="InvalidOperationException">The rows of a key are not where this looks for them.</exception>
    public static void Clone(string database, string keyId, int count)
    {
        using SqliteConnection connection = new(new SqliteConnectionStringBuilder { DataSource = database, Pooling = false, DefaultTimeout = 0 }.ToString());
        connection.Open();
        Execute(connection, "PRAGMA cache_size = -1000000; PRAGMA synchronous = OFF; PRAGMA temp_store = MEMORY");
        var hash = (string)Scalar(connection, $"SELECT hash FROM api_keys WHERE id = '{keyId}'")!;
        Execute(
            connection,
            $"""
            CREATE TEMP TABLE fresh AS
                WITH RECURSIVE numbers (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < {count})
                SELECT 'key_' || lower(hex(randomblob(12))) AS id, lower(hex(randomblob(32))) AS hash FROM numbers
            """);
        var columns = ((string)Scalar(connection, "SELECT group_concat(name, ', ') FROM pragma_table_info('api_keys') WHERE name NOT IN ('id', 'hash')")!);
        var listed = Execute(
            connection,
            $"INSERT INTO api_keys (id, hash, {columns}) SELECT fresh.id, fresh.hash, {columns.Replace(", ", ", known.", StringComparison.Ordinal).Insert(0, "known.")} "
            + $"FROM fresh, api_keys AS known WHERE known.id = '{keyId}' ORDER BY fresh.id");
        var states = CloneStates(connection, keyId, "id");
        var secrets = CloneStates(connection, hash, "hash");
        Scalar(connection, "PRAGMA wal_checkpoint(TRUNCATE)");
        if (listed != count || states != count || secrets != count)
        {
            throw new InvalidOperationException($"Of {count} keys {listed} were listed, {states} states and {secrets} secrets stored.");
        }
    }

    private static int CloneStates(SqliteConnection connection, string known, string column) => Execute(
        connection,
        $"""
        INSERT INTO OrleansStorage (ServiceId, GrainTypeString, GrainIdN0, GrainIdN1, GrainIdExtensionString, Version, ModifiedOn, PayloadBinary)
        SELECT state.ServiceId, state.GrainTypeString, state.GrainIdN0, state.GrainIdN1, replace(state.GrainIdExtensionString, '{known}', fresh.{column}),
            state.Version, state.ModifiedOn, state.PayloadBinary
        FROM fresh, (SELECT * FROM OrleansStorage WHERE GrainIdExtensionString LIKE '%{known}') AS state ORDER BY fresh.{column}
        """);

    private static int Execute(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteNonQuery();
    }

    private static object? Scalar(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteScalar();
    }
}
