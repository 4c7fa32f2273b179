using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace LlmGateway.Storage;

/// <summary>Table <c>users</c>.</summary>
internal sealed class UserRowConfiguration : IEntityTypeConfiguration<UserRow>
{
    public void Configure(EntityTypeBuilder<UserRow> builder)
    {
        builder.ToTable("users");
        builder.HasKey(row => row.Id).HasName("pk_users");
        builder.Property(row => row.Id).HasColumnName("id");
        builder.Property(row => row.EmailHash).HasColumnName("email_hash");
        builder.Property(row => row.Sealed).HasColumnName("sealed");
        builder.Property(row => row.PasswordHash).HasColumnName("password_hash");
        builder.Property(row => row.SecurityStamp).HasColumnName("security_stamp");
        builder.Property(row => row.TwoFactor).HasColumnName("two_factor");
        builder.Property(row => row.EmailConfirmed).HasColumnName("email_confirmed");
        builder.Property(row => row.FailedSignIns).HasColumnName("failed_sign_ins");
        builder.Property(row => row.LockedUntil).HasColumnName("locked_until");
        builder.Property(row => row.Active).HasColumnName("active");
        builder.Property(row => row.ExternalId).HasColumnName("external_id");
        builder.Property(row => row.ProvisionedBy).HasColumnName("provisioned_by");
        builder.Property(row => row.ShutOutByDirectory).HasColumnName("shut_out_by_directory");
        builder.Property(row => row.CreatedAt).HasColumnName("created_at");
        builder.Property(row => row.LastSignInAt).HasColumnName("last_sign_in_at");
        builder.Property(row => row.Version).HasColumnName("version");
        builder.HasIndex(row => row.EmailHash).IsUnique().HasDatabaseName("ux_users_email_hash");
        builder.HasIndex(row => new { row.CreatedAt, row.Id }).HasDatabaseName("ix_users_created_at_id");
    }
}
