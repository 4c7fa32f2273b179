using Microsoft.EntityFrameworkCore;

namespace LlmGateway.Storage;

/// <summary>The relational model, the same for every database; a derived context picks the database and owns its migrations.</summary>
/// <remarks>
/// The tables are projections that lists are read from. The truth is grain state: a grain writes its row after its own
/// state, so there are no foreign keys between rows of different grains.
/// </remarks>
public abstract class GatewayDbContext : DbContext
{
    private protected GatewayDbContext(DbContextOptions options)
        : base(options)
    {
    }

    /// <summary>One row for each tenant, deleted ones included until they are purged.</summary>
    public DbSet<TenantRow> Tenants => Set<TenantRow>();

    /// <summary>One row for each API key, revoked ones included.</summary>
    public DbSet<ApiKeyRow> ApiKeys => Set<ApiKeyRow>();

    /// <inheritdoc />
    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        ArgumentNullException.ThrowIfNull(modelBuilder);
        modelBuilder.ApplyConfiguration(new TenantRowConfiguration());
        modelBuilder.ApplyConfiguration(new ApiKeyRowConfiguration());
    }

    /// <inheritdoc />
    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        ArgumentNullException.ThrowIfNull(configurationBuilder);
        configurationBuilder.Properties<DateTimeOffset>().HaveConversion<UnixMillisecondsConverter>();
    }
}
