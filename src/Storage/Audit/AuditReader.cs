using System.Data.Common;
using System.Globalization;
using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;

namespace LlmGateway.Storage;

/// <summary>Reads the audit table value by value: what somebody put there by hand need not have a column's type.</summary>
internal static class AuditReader
{
    private const int ChunkRows = 1000;

    // In pieces, so that no read transaction stays open for as long as millions of rows take.
    private const string Query =
        "SELECT sequence, at, actor, action, tenant_id, target, status, request_id, address, detail, hash FROM audit WHERE sequence > @last ORDER BY sequence LIMIT @limit";

    public static async IAsyncEnumerable<StoredAuditRow> ReadAllAsync(GatewayDbContext context, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await context.Database.OpenConnectionAsync(cancellationToken);
        var last = long.MinValue;
        while (true)
        {
            var chunk = await ReadAsync(context.Database.GetDbConnection(), last, cancellationToken);
            foreach (var row in chunk)
            {
                yield return row;
            }

            if (chunk.Count < ChunkRows)
            {
                yield break;
            }

            last = chunk[^1].Sequence;
        }
    }

    private static async Task<List<StoredAuditRow>> ReadAsync(DbConnection connection, long last, CancellationToken cancellationToken)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = Query;
        AddParameter(command, "@last", last);
        AddParameter(command, "@limit", ChunkRows);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        List<StoredAuditRow> rows = [];
        while (await reader.ReadAsync(cancellationToken))
        {
            rows.Add(new StoredAuditRow(reader.GetInt64(0), reader.GetValue(10) as string, ToRow(reader)));
        }

        return rows;
    }

    private static AuditRow? ToRow(DbDataReader reader)
    {
        try
        {
            return new AuditRow
            {
                Sequence = reader.GetInt64(0),
                At = DateTimeOffset.FromUnixTimeMilliseconds(Number(reader, 1)),
                Actor = (string)reader.GetValue(2),
                Action = (string)reader.GetValue(3),
                TenantId = Text(reader, 4),
                Target = Text(reader, 5),
                Status = checked((int)Number(reader, 6)),
                RequestId = (string)reader.GetValue(7),
                Address = Text(reader, 8),
                Detail = Text(reader, 9),
                Hash = (string)reader.GetValue(10),
            };
        }
        catch (Exception e) when (e is InvalidCastException or OverflowException or ArgumentOutOfRangeException)
        {
            return null;
        }
    }

    private static string? Text(DbDataReader reader, int column) => reader.IsDBNull(column) ? null : (string)reader.GetValue(column);

    private static long Number(DbDataReader reader, int column) => reader.GetValue(column) switch
    {
        long number => number,
        int number => number,
        var other => throw new InvalidCastException(Convert.ToString(other, CultureInfo.InvariantCulture)),
    };

    private static void AddParameter(DbCommand command, string name, object value)
    {
        var parameter = command.CreateParameter();
        (parameter.ParameterName, parameter.Value) = (name, value);
        command.Parameters.Add(parameter);
    }
}
