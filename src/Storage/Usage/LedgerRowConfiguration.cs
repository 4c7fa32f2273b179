using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace LlmGateway.Storage;

/// <summary>Table <c>ledger</c>.</summary>
internal sealed class LedgerRowConfiguration : IEntityTypeConfiguration<LedgerRow>
{
    public void Configure(EntityTypeBuilder<LedgerRow> builder)
    {
        builder.ToTable("ledger");
        builder.HasKey(row => row.RequestId).HasName("pk_ledger");
        builder.Property(row => row.RequestId).HasColumnName("request_id");
        builder.Property(row => row.At).HasColumnName("at");
        builder.Property(row => row.TenantId).HasColumnName("tenant_id");
        builder.Property(row => row.KeyId).HasColumnName("key_id");
        builder.Property(row => row.UserId).HasColumnName("user_id");
        builder.Property(row => row.AppId).HasColumnName("app_id");
        builder.Property(row => row.Model).HasColumnName("model");
        builder.Property(row => row.Version).HasColumnName("version");
        builder.Property(row => row.Replica).HasColumnName("replica");
        builder.Property(row => row.Operation).HasColumnName("operation");
        builder.Property(row => row.Status).HasColumnName("status").HasConversion<LowercaseEnumConverter<LedgerStatus>>();
        builder.Property(row => row.InputTokens).HasColumnName("input_tokens");
        builder.Property(row => row.CachedTokens).HasColumnName("cached_tokens");
        builder.Property(row => row.OutputTokens).HasColumnName("output_tokens");
        builder.Property(row => row.ReasoningTokens).HasColumnName("reasoning_tokens");
        builder.Property(row => row.CostMicros).HasColumnName("cost_micros");
        builder.Property(row => row.QueueMicroseconds).HasColumnName("queue_us");
        builder.Property(row => row.FirstTokenMicroseconds).HasColumnName("first_token_us");
        builder.Property(row => row.TotalMicroseconds).HasColumnName("total_us");
        builder.HasIndex(row => new { row.TenantId, row.At }).HasDatabaseName("ix_ledger_tenant_id_at");
    }
}
