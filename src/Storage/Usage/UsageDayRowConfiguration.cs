using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace LlmGateway.Storage;

/// <summary>Table <c>usage_days</c>.</summary>
internal sealed class UsageDayRowConfiguration : IEntityTypeConfiguration<UsageDayRow>
{
    public void Configure(EntityTypeBuilder<UsageDayRow> builder)
    {
        builder.ToTable("usage_days");
        builder.HasKey(row => new { row.Day, row.TenantId, row.KeyId, row.Model, row.AppId, row.Operation }).HasName("pk_usage_days");
        builder.Property(row => row.Day).HasColumnName("day");
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
        builder.HasIndex(row => new { row.TenantId, row.Day }).HasDatabaseName("ix_usage_days_tenant_id_day");
    }
}
