using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace LlmGateway.Storage;

/// <summary>Table <c>tenants</c>.</summary>
internal sealed class TenantRowConfiguration : IEntityTypeConfiguration<TenantRow>
{
    public void Configure(EntityTypeBuilder<TenantRow> builder)
    {
        builder.ToTable("tenants");
        builder.HasKey(row => row.Id).HasName("pk_tenants");
        builder.Property(row => row.Id).HasColumnName("id");
        builder.Property(row => row.Name).HasColumnName("name");
        builder.Property(row => row.Status).HasColumnName("status").HasConversion<LowercaseEnumConverter<TenantRowStatus>>();
        builder.Property(row => row.Plan).HasColumnName("plan");
        builder.Property(row => row.CreatedAt).HasColumnName("created_at");
        builder.HasIndex(row => new { row.CreatedAt, row.Id }).HasDatabaseName("ix_tenants_created_at_id");
    }
}
