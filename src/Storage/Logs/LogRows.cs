using System.Data.Common;

namespace LlmGateway.Storage;

/// <summary>The columns of the log, in the order in which they are read.</summary>
internal static class LogRows
{
    /// <summary>All but the bodies.</summary>
    public const string Columns =
        """
        id, request_id, at, tenant_id, key_id, user_id, operation, model, version, status, error, stream, input_tokens, output_tokens,
        first_token_us, total_us, metadata
        """;

    /// <summary>The row without its bodies; with them, where two more columns follow.</summary>
    public static RequestLogRow Read(DbDataReader reader) => new()
    {
        Id = reader.GetInt64(0),
        RequestId = reader.GetString(1),
        At = DateTimeOffset.FromUnixTimeMilliseconds(reader.GetInt64(2)),
        TenantId = reader.GetString(3),
        KeyId = reader.GetString(4),
        UserId = Text(reader, 5),
        Operation = reader.GetString(6),
        Model = Text(reader, 7),
        Version = Text(reader, 8),
        Status = reader.GetInt32(9),
        Error = Text(reader, 10),
        Stream = reader.GetBoolean(11),
        InputTokens = reader.GetInt64(12),
        OutputTokens = reader.GetInt64(13),
        FirstTokenMicroseconds = reader.IsDBNull(14) ? null : reader.GetInt64(14),
        TotalMicroseconds = reader.GetInt64(15),
        Metadata = Text(reader, 16),
        RequestBody = reader.FieldCount > 17 ? reader[17] as byte[] : null,
        ResponseBody = reader.FieldCount > 18 ? reader[18] as byte[] : null,
    };

    private static string? Text(DbDataReader reader, int column) => reader.IsDBNull(column) ? null : reader.GetString(column);
}
