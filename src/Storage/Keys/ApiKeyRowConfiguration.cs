using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace LlmGateway.Storage;

/// <summary>Table <c>api_keys</c>.</summary>
internal sealed class ApiKeyRowConfiguration : IEntityTypeConfiguration<ApiKeyRow>
{
    public void Configure(EntityTypeBuilder<ApiKeyRow> builder)
    {
        builder.ToTable("api_keys");
        builder.HasKey(row => row.Id).HasName("pk_api_keys");
        builder.Property(row => row.Id).HasColumnName("id");
        builder.Property(row => row.TenantId).HasColumnName("tenant_id");
        builder.Property(row => row.Name).HasColumnName("name");
        builder.Property(row => row.Prefix).HasColumnName("prefix");
        builder.Property(row => row.Hash).HasColumnName("hash");
        builder.Property(row => row.Status).HasColumnName("status").HasConversion<LowercaseEnumConverter<ApiKeyRowStatus>>();
        builder.Property(row => row.ExpiresAt).HasColumnName("expires_at");
        builder.Property(row => row.LastUsedAt).HasColumnName("last_used_at").Metadata.SetAfterSaveBehavior(PropertySaveBehavior.Ignore); // The ledger's writer updates it.
        builder.Property(row => row.CreatedAt).HasColumnName("created_at");
        builder.Property(row => row.Scopes).HasColumnName("scopes").HasConversion<JsonStringsConverter, JsonStringsComparer>();
        builder.Property(row => row.Models).HasColumnName("models").HasConversion<JsonStringsConverter, JsonStringsComparer>();
        builder.HasIndex(row => new { row.TenantId, row.CreatedAt, row.Id }).HasDatabaseName("ix_api_keys_tenant_id_created_at_id");
        builder.HasIndex(row => row.Hash).IsUnique().HasDatabaseName("ix_api_keys_hash");
    }
}
