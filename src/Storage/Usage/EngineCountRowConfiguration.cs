using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace LlmGateway.Storage;

/// <summary>Table <c>engine_counts</c>.</summary>
internal sealed class EngineCountRowConfiguration : IEntityTypeConfiguration<EngineCountRow>
{
    public void Configure(EntityTypeBuilder<EngineCountRow> builder)
    {
        builder.ToTable("engine_counts");
        builder.HasKey(row => new { row.Segment, row.Replica }).HasName("pk_engine_counts");
        builder.Property(row => row.Segment).HasColumnName("segment");
        builder.Property(row => row.Replica).HasColumnName("replica");
        builder.Property(row => row.At).HasColumnName("at");
        builder.Property(row => row.Requests).HasColumnName("requests");
        builder.Property(row => row.InputTokens).HasColumnName("input_tokens");
        builder.Property(row => row.OutputTokens).HasColumnName("output_tokens");
    }
}
