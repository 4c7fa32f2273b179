using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace LlmGateway.Storage;

/// <summary>A table of sums.</summary>
/// <param name="table">Its name.</param>
/// <param name="start">Name of the column with the time.</param>
internal abstract class UsageRollupConfiguration<T>(string table, string start) : IEntityTypeConfiguration<T>
    where T : UsageRollupRow
{
    public void Configure(EntityTypeBuilder<T> builder)
    {
        builder.ToTable(table);
        builder.HasKey(row => new { row.Start, row.TenantId, row.KeyId, row.Model, row.AppId, row.Operation }).HasName($"pk_{table}");
        builder.Property(row => row.Start).HasColumnName(start);
        builder.Property(row => row.TenantId).HasColumnName("tenant_id");
        builder.Property(row => row.KeyId).HasColumnName("key_id");
        builder.Property(row => row.Model).HasColumnName("model");
        builder.Property(row => row.AppId).HasColumnName("app_id");
        builder.Property(row => row.Operation).HasColumnName("operation");
        builder.Property(row => row.Requests).HasColumnName("requests");
        builder.Property(row => row.Failures).HasColumnName("failures");
        builder.Property(row => row.InputTokens).HasColumnName("input_tokens");
        builder.Property(row => row.CachedTokens).HasColumnName("cached_tokens");
        builder.Property(row => row.OutputTokens).HasColumnName("output_tokens");
        builder.Property(row => row.ReasoningTokens).HasColumnName("reasoning_tokens");
        builder.Property(row => row.CostMicros).HasColumnName("cost_micros");
        builder.HasIndex(row => new { row.TenantId, row.Start }).HasDatabaseName($"ix_{table}_tenant_id_{start}");
    }
}
