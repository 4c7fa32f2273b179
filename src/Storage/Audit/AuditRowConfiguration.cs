using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace LlmGateway.Storage;

/// <summary>Table <c>audit</c>.</summary>
internal sealed class AuditRowConfiguration : IEntityTypeConfiguration<AuditRow>
{
    public void Configure(EntityTypeBuilder<AuditRow> builder)
    {
        builder.ToTable("audit");
        builder.HasKey(row => row.Sequence).HasName("pk_audit");
        builder.Property(row => row.Sequence).HasColumnName("sequence").ValueGeneratedNever();
        builder.Property(row => row.At).HasColumnName("at");
        builder.Property(row => row.Actor).HasColumnName("actor");
        builder.Property(row => row.Action).HasColumnName("action");
        builder.Property(row => row.TenantId).HasColumnName("tenant_id");
        builder.Property(row => row.Target).HasColumnName("target");
        builder.Property(row => row.Status).HasColumnName("status");
        builder.Property(row => row.RequestId).HasColumnName("request_id");
        builder.Property(row => row.Address).HasColumnName("address");
        builder.Property(row => row.Detail).HasColumnName("detail");
        builder.Property(row => row.Hash).HasColumnName("hash");
        builder.HasIndex(row => new { row.TenantId, row.Sequence }).HasDatabaseName("ix_audit_tenant_id_sequence");
    }
}
