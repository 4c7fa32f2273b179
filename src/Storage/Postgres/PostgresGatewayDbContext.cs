using Microsoft.EntityFrameworkCore;

namespace LlmGateway.Storage;

/// <summary>The model on PostgreSQL; owns <c>Migrations/Postgres</c>.</summary>
internal sealed class PostgresGatewayDbContext(DbContextOptions<PostgresGatewayDbContext> options) : GatewayDbContext(options)
{
    // Byte by byte, as SQLite compares, whatever locale the database was made with: pages and sums are in the same order on both.
    private const string ByBytes = "C";

    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        base.ConfigureConventions(configurationBuilder);
        configurationBuilder.Properties<string>().UseCollation(ByBytes);
    }
}
