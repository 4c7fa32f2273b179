
namespace LlmGateway.Storage;

/// <summary>What a tenant's limiter needs to know of the past when it starts.</summary>
/// <remarks>Plain SQL: it runs before a tenant's first request is admitted, and EF Core's first query takes most of a second.</remarks>
public sealed class LedgerReader(GatewayDatabase database)
{
    /// <summary>What a tenant used since an instant, by second, key and model.</summary>
    public async Task<IReadOnlyList<RecentUse>> RecentAsync(string tenantId, DateTimeOffset since, CancellationToken cancellationToken = default)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        await using var command = connection.Command(
            """
            SELECT at / 1000, key_id, model, COUNT(*), SUM(input_tokens + output_tokens) FROM ledger
            WHERE tenant_id = @tenant AND at >= @since GROUP BY 1, 2, 3
            """,
            ("@tenant", tenantId),
            ("@since", since.ToUnixTimeMilliseconds()));
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        List<RecentUse> uses = [];
        while (await reader.ReadAsync(cancellationToken))
        {
            uses.Add(new RecentUse(reader.GetInt64(0), reader.GetString(1), reader.GetString(2), reader.GetInt64(3), reader.GetInt64(4)));
        }

        return uses;
    }

    /// <summary>What a tenant has spent since the start of an hour, in millionths of the currency.</summary>
    public async Task<long> SpentAsync(string tenantId, DateTimeOffset since, CancellationToken cancellationToken = default)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        await using var command = connection.Command(
            "SELECT CAST(COALESCE(SUM(cost_micros), 0) AS BIGINT) FROM usage_hours WHERE tenant_id = @tenant AND hour >= @since",
            ("@tenant", tenantId),
            ("@since", since.ToUnixTimeMilliseconds()));
        return (long)(await command.ExecuteScalarAsync(cancellationToken))!;
    }
}
