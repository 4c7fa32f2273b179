using Microsoft.EntityFrameworkCore;

namespace LlmGateway.Storage;

/// <summary>The relational model, the same for every database; a derived context picks the database and owns its migrations.</summary>
/// <remarks>
/// Tenants and keys are projections that lists are read from: the truth is grain state, and a grain writes its row after its own
/// state, so there are no foreign keys between rows of different grains. Ledger, log, audit and data keys live here alone.
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

    /// <summary>One row for each request that was admitted.</summary>
    public DbSet<LedgerRow> Ledger => Set<LedgerRow>();

    /// <summary>The ledger by the hour.</summary>
    public DbSet<UsageHourRow> UsageHours => Set<UsageHourRow>();

    /// <summary>The ledger by the day: a month of all tenants is read from it.</summary>
    public DbSet<UsageDayRow> UsageDays => Set<UsageDayRow>();

    /// <summary>Sums of engine journals that were found whole in the ledger.</summary>
    public DbSet<EngineCountRow> EngineCounts => Set<EngineCountRow>();

    /// <summary>One row for each request of the data plane.</summary>
    public DbSet<RequestLogRow> RequestLog => Set<RequestLogRow>();

    /// <summary>One row for each action of an administrator.</summary>
    public DbSet<AuditRow> Audit => Set<AuditRow>();

    /// <summary>Wrapped data keys.</summary>
    public DbSet<DataKeyRow> DataKeys => Set<DataKeyRow>();

    /// <summary>Answers to requests with an idempotency key.</summary>
    public DbSet<StoredAnswerRow> StoredAnswers => Set<StoredAnswerRow>();

    /// <summary>One row for each user.</summary>
    public DbSet<UserRow> Users => Set<UserRow>();

    /// <summary>What tenants' directories say of users.</summary>
    public DbSet<ScimUserRow> ScimUsers => Set<ScimUserRow>();

    /// <summary>Who of outside issuers is which user.</summary>
    public DbSet<UserLinkRow> UserLinks => Set<UserLinkRow>();

    /// <summary>OAuth clients.</summary>
    public DbSet<OAuthApplicationRow> OAuthApplications => Set<OAuthApplicationRow>();

    /// <summary>What users allowed OAuth clients.</summary>
    public DbSet<OAuthAuthorizationRow> OAuthAuthorizations => Set<OAuthAuthorizationRow>();

    /// <summary>Tokens and codes that were given out.</summary>
    public DbSet<OAuthTokenRow> OAuthTokens => Set<OAuthTokenRow>();

    /// <inheritdoc />
    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        ArgumentNullException.ThrowIfNull(modelBuilder);
        modelBuilder.ApplyConfigurationsFromAssembly(typeof(GatewayDbContext).Assembly);
    }

    /// <inheritdoc />
    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        ArgumentNullException.ThrowIfNull(configurationBuilder);
        configurationBuilder.Properties<DateTimeOffset>().HaveConversion<UnixMillisecondsConverter>();
    }
}
