using Npgsql;

namespace LlmGateway.Storage;

/// <summary>Small secrets that all silos of a cluster share, where a silo on SQLite has files of its own: sealed under the master key. Thread-safe.</summary>
/// <remarks>It blocks: who asks (ASP.NET's data protection, the OAuth server's options) can't await.</remarks>
public sealed class SharedSettings
{
    private readonly string _connectionString;
    private readonly MasterKeys _masters;

    /// <param name="database">A shared one, migrated.</param>
    /// <param name="masters">The master keys.</param>
    public SharedSettings(GatewayDatabase database, MasterKeys masters)
    {
        ArgumentNullException.ThrowIfNull(database);
        (_connectionString, _masters) = (database.ConnectionString, masters);
    }

    /// <summary>The master key that a database was sealed under; null for a new one.</summary>
    public static async Task<string?> MasterKeyIdAsync(GatewayDatabase database, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(database);
        await using var connection = await database.OpenAsync(cancellationToken);
        await using var command = connection.Command("SELECT master_key_id FROM shared_settings ORDER BY name LIMIT 1");
        return await command.ExecuteScalarAsync(cancellationToken) as string;
    }

    /// <summary>Checks that all settings can be opened, and seals those anew that an earlier master key sealed.</summary>
    /// <exception cref="StorageException">One is sealed under a master key that is not there; nothing was changed.</exception>
    public void Reseal()
    {
        using var connection = Open();
        using var transaction = connection.BeginTransaction();
        foreach (var (name, keyId, value) in Rows(connection, ""))
        {
            var plain = _masters.Unwrap(keyId, value, Context(name));
            if (keyId != _masters.NewestId)
            {
                Write(connection, name, plain);
            }
        }

        transaction.Commit();
    }

    /// <summary>All settings whose names begin so, in the order of their names.</summary>
    public IReadOnlyList<byte[]> List(string prefix)
    {
        using var connection = Open();
        return [.. Rows(connection, prefix).Select(Unseal)];
    }

    /// <summary>Reads a setting and writes another value in its place, or none; nobody else changes it in between.</summary>
    /// <param name="name">The setting.</param>
    /// <param name="change">Given the value, null if there is none; returns the new one, null to leave it.</param>
    /// <returns>The value that is there now.</returns>
    /// <exception cref="StorageException">It is sealed under a master key that is not there.</exception>
    public byte[]? Change(string name, Func<byte[]?, byte[]?> change)
    {
        ArgumentNullException.ThrowIfNull(change);
        using var connection = Open();
        using var transaction = connection.BeginTransaction();
        using (var wait = connection.Command("SELECT pg_advisory_xact_lock(hashtextextended(@name, 0))", ("@name", $"llmgw/settings/{name}")))
        {
            wait.ExecuteNonQuery();
        }

        var before = Rows(connection, name).Where(row => row.Name == name).Select(Unseal).SingleOrDefault();
        var after = change(before);
        if (after is not null)
        {
            Write(connection, name, after);
        }

        transaction.Commit();
        return after ?? before;
    }

    private byte[] Unseal((string Name, string KeyId, byte[] Value) row) => _masters.Unwrap(row.KeyId, row.Value, Context(row.Name));

    private static List<(string Name, string KeyId, byte[] Value)> Rows(NpgsqlConnection connection, string prefix)
    {
        using var command = connection.Command("SELECT name, master_key_id, value FROM shared_settings WHERE starts_with(name, @prefix) ORDER BY name", ("@prefix", prefix));
        using var reader = command.ExecuteReader();
        List<(string, string, byte[])> rows = [];
        while (reader.Read())
        {
            rows.Add((reader.GetString(0), reader.GetString(1), (byte[])reader[2]));
        }

        return rows;
    }

    private void Write(NpgsqlConnection connection, string name, byte[] plain)
    {
        using var command = connection.Command(
            """
            INSERT INTO shared_settings (name, master_key_id, value) VALUES (@name, @key, @value)
            ON CONFLICT (name) DO UPDATE SET master_key_id = excluded.master_key_id, value = excluded.value
            """,
            ("@name", name),
            ("@key", _masters.NewestId),
            ("@value", _masters.Wrap(plain, Context(name))));
        command.ExecuteNonQuery();
    }

    private NpgsqlConnection Open()
    {
        NpgsqlConnection connection = new(_connectionString);
        try
        {
            connection.Open();
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    private static string Context(string name) => $"shared/{name}";
}
