using Npgsql;
using NpgsqlTypes;

namespace LlmGateway.Storage;

/// <summary>Rows as one array for each column: the text of a statement stays the same however many rows it takes.</summary>
internal sealed class ColumnArrays<T>(List<T> rows)
{
    private readonly List<(string Name, string Cast, NpgsqlParameter Values)> _columns = [];

    /// <summary>The columns' names.</summary>
    public string Names => string.Join(", ", _columns.Select(column => column.Name));

    /// <summary>The rows, as a source r for FROM.</summary>
    public string Rows => $"unnest({string.Join(", ", _columns.Select((_, index) => $"${index + 1}"))}) AS r({Names})";

    /// <summary>The columns of <see cref="Rows"/>, each in its type.</summary>
    public string Values => string.Join(", ", _columns.Select(column => $"r.{column.Name}{column.Cast}"));

    public ColumnArrays<T> Text(string name, Func<T, string?> value, string? type = null) =>
        Add(name, NpgsqlDbType.Text, rows.Select(row => value(row) is { } text ? PostgresText.Clean(text) : null).ToArray(), type is null ? "" : $"::{type}");

    public ColumnArrays<T> Number(string name, Func<T, long?> value) => Add(name, NpgsqlDbType.Bigint, rows.Select(value).ToArray());

    public ColumnArrays<T> Flag(string name, Func<T, bool> value) => Add(name, NpgsqlDbType.Boolean, rows.Select(value).ToArray());

    public ColumnArrays<T> Bytes(string name, Func<T, byte[]?> value) => Add(name, NpgsqlDbType.Bytea, rows.Select(value).ToArray());

    /// <summary>Adds a statement that uses these rows.</summary>
    public void AddTo(NpgsqlBatch batch, string sql)
    {
        var command = new NpgsqlBatchCommand(sql);
        foreach (var column in _columns)
        {
            command.Parameters.Add(column.Values);
        }

        batch.BatchCommands.Add(command);
    }

    private ColumnArrays<T> Add(string name, NpgsqlDbType type, object values, string cast = "")
    {
        _columns.Add((name, cast, new NpgsqlParameter { Value = values, NpgsqlDbType = NpgsqlDbType.Array | type }));
        return this;
    }
}
