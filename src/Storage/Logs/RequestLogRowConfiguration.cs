using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace LlmGateway.Storage;

/// <summary>Table <c>request_log</c>.</summary>
/// <remarks>Ids and request ids both grow with time, so that every index ends in the order of time.</remarks>
internal sealed class RequestLogRowConfiguration : IEntityTypeConfiguration<RequestLogRow>
{
    public void Configure(EntityTypeBuilder<RequestLogRow> builder)
    {
        builder.ToTable("request_log");
        builder.HasKey(row => row.Id).HasName("pk_request_log");
        builder.Property(row => row.Id).HasColumnName("id");
        builder.Property(row => row.RequestId).HasColumnName("request_id");
        builder.Property(row => row.At).HasColumnName("at");
        builder.Property(row => row.TenantId).HasColumnName("tenant_id");
        builder.Property(row => row.KeyId).HasColumnName("key_id");
        builder.Property(row => row.UserId).HasColumnName("user_id");
        builder.Property(row => row.Operation).HasColumnName("operation");
        builder.Property(row => row.Model).HasColumnName("model");
        builder.Property(row => row.Version).HasColumnName("version");
        builder.Property(row => row.Status).HasColumnName("status");
        builder.Property(row => row.Error).HasColumnName("error");
        builder.Property(row => row.Stream).HasColumnName("stream");
        builder.Property(row => row.InputTokens).HasColumnName("input_tokens");
        builder.Property(row => row.OutputTokens).HasColumnName("output_tokens");
        builder.Property(row => row.FirstTokenMicroseconds).HasColumnName("first_token_us");
        builder.Property(row => row.TotalMicroseconds).HasColumnName("total_us");
        builder.Property(row => row.Metadata).HasColumnName("metadata");
        builder.Property(row => row.RequestBody).HasColumnName("request_body");
        builder.Property(row => row.ResponseBody).HasColumnName("response_body");
        builder.HasIndex(row => row.RequestId).IsUnique().HasDatabaseName("ix_request_log_request_id");
        builder.HasIndex(row => new { row.TenantId, row.Id }).HasDatabaseName("ix_request_log_tenant_id_id");
        builder.HasIndex(row => new { row.KeyId, row.Id }).HasDatabaseName("ix_request_log_key_id_id");
        builder.HasIndex(row => new { row.Model, row.Id }).HasDatabaseName("ix_request_log_model_id");
        // Few requests fail and few name a user: the indexes hold only those.
        builder.HasIndex(row => new { row.Status, row.Id }).HasFilter("status >= 400").HasDatabaseName("ix_request_log_status_id");
        builder.HasIndex(row => new { row.UserId, row.Id }).HasFilter("user_id IS NOT NULL").HasDatabaseName("ix_request_log_user_id_id");
    }
}
