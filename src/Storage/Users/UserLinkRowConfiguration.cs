using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace LlmGateway.Storage;

/// <summary>Table <c>user_links</c>.</summary>
internal sealed class UserLinkRowConfiguration : IEntityTypeConfiguration<UserLinkRow>
{
    public void Configure(EntityTypeBuilder<UserLinkRow> builder)
    {
        builder.ToTable("user_links");
        builder.HasKey(row => row.Id).HasName("pk_user_links");
        builder.Property(row => row.Id).HasColumnName("id");
        builder.Property(row => row.UserId).HasColumnName("user_id");
        builder.Property(row => row.Issuer).HasColumnName("issuer");
        builder.Property(row => row.TenantId).HasColumnName("tenant_id");
        builder.Property(row => row.PlatformAdmin).HasColumnName("platform_admin");
        builder.Property(row => row.ClaimsAt).HasColumnName("claims_at");
        builder.Property(row => row.CreatedAt).HasColumnName("created_at");
        builder.HasIndex(row => row.UserId).HasDatabaseName("ix_user_links_user_id");
        builder.HasIndex(row => row.Issuer).HasDatabaseName("ix_user_links_issuer");
    }
}
