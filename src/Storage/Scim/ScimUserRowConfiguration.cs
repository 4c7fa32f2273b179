using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace LlmGateway.Storage;

/// <summary>Table <c>scim_users</c>.</summary>
internal sealed class ScimUserRowConfiguration : IEntityTypeConfiguration<ScimUserRow>
{
    public void Configure(EntityTypeBuilder<ScimUserRow> builder)
    {
        builder.ToTable("scim_users");
        builder.HasKey(row => new { row.TenantId, row.UserId }).HasName("pk_scim_users");
        builder.Property(row => row.TenantId).HasColumnName("tenant_id");
        builder.Property(row => row.UserId).HasColumnName("user_id");
        builder.Property(row => row.UserNameHash).HasColumnName("user_name_hash");
        builder.Property(row => row.ExternalIdHash).HasColumnName("external_id_hash");
        builder.Property(row => row.EmailHashes).HasColumnName("email_hashes");
        builder.Property(row => row.Sealed).HasColumnName("sealed");
        builder.Property(row => row.Active).HasColumnName("active");
        builder.Property(row => row.CreatedAt).HasColumnName("created_at");
        builder.Property(row => row.ChangedAt).HasColumnName("changed_at");
        builder.Property(row => row.Version).HasColumnName("version");
        builder.HasIndex(row => new { row.TenantId, row.UserNameHash }).IsUnique().HasDatabaseName("ux_scim_users_tenant_id_user_name_hash");
        builder.HasIndex(row => new { row.TenantId, row.ExternalIdHash }).HasDatabaseName("ix_scim_users_tenant_id_external_id_hash");
        builder.HasIndex(row => new { row.TenantId, row.CreatedAt, row.UserId }).HasDatabaseName("ix_scim_users_tenant_id_created_at_user_id");
        builder.HasIndex(row => row.UserId).HasDatabaseName("ix_scim_users_user_id");
    }
}
