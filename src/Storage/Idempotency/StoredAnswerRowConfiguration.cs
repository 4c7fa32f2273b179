using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace LlmGateway.Storage;

/// <summary>Table <c>stored_answers</c>.</summary>
internal sealed class StoredAnswerRowConfiguration : IEntityTypeConfiguration<StoredAnswerRow>
{
    public void Configure(EntityTypeBuilder<StoredAnswerRow> builder)
    {
        builder.ToTable("stored_answers");
        builder.HasKey(row => new { row.TenantId, row.KeyHash }).HasName("pk_stored_answers");
        builder.Property(row => row.TenantId).HasColumnName("tenant_id");
        builder.Property(row => row.KeyHash).HasColumnName("key_hash");
        builder.Property(row => row.RequestHash).HasColumnName("request_hash");
        builder.Property(row => row.RequestId).HasColumnName("request_id");
        builder.Property(row => row.Silo).HasColumnName("silo");
        builder.Property(row => row.At).HasColumnName("at");
        builder.Property(row => row.Status).HasColumnName("status");
        builder.Property(row => row.ContentType).HasColumnName("content_type");
        builder.Property(row => row.Body).HasColumnName("body");
        builder.HasIndex(row => row.At).HasDatabaseName("ix_stored_answers_at");
    }
}
