using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace LlmGateway.Storage;

/// <summary>Table <c>usage_hours</c>.</summary>
internal sealed class UsageHourRowConfiguration : IEntityTypeConfiguration<UsageHourRow>
{
    public void Configure(EntityTypeBuilder<UsageHourRow> builder)
    {
        builder.ToTable("usage_hours");
        builder.HasKey(row => new { row.Hour, row.TenantId, row.KeyId, row.Model, row.AppId, row.Operation }).HasName("pk_usage_hours");
        builder.Property(row => row.Hour).HasColumnName("hour");
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
        builder.HasIndex(row => new { row.TenantId, row.Hour }).HasDatabaseName("ix_usage_hours_tenant_id_hour");
    }
}
