using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace LlmGateway.Storage;

/// <summary>Table <c>data_keys</c>.</summary>
internal sealed class DataKeyRowConfiguration : IEntityTypeConfiguration<DataKeyRow>
{
    public void Configure(EntityTypeBuilder<DataKeyRow> builder)
    {
        builder.ToTable("data_keys");
        builder.HasKey(row => new { row.Owner, row.Version }).HasName("pk_data_keys");
        builder.Property(row => row.Owner).HasColumnName("owner");
        builder.Property(row => row.Version).HasColumnName("version");
        builder.Property(row => row.MasterKeyId).HasColumnName("master_key_id");
        builder.Property(row => row.Wrapped).HasColumnName("wrapped");
        builder.Property(row => row.CreatedAt).HasColumnName("created_at");
    }
}
