using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using OpenIddict.EntityFrameworkCore;

namespace LlmGateway.Storage;

/// <summary>Table <c>oauth_applications</c>.</summary>
internal sealed class OAuthApplicationRowConfiguration : IEntityTypeConfiguration<OAuthApplicationRow>
{
    public void Configure(EntityTypeBuilder<OAuthApplicationRow> builder)
    {
        new OpenIddictEntityFrameworkCoreApplicationConfiguration<OAuthApplicationRow, OAuthAuthorizationRow, OAuthTokenRow, string>().Configure(builder);
        builder.ToTable("oauth_applications");
        builder.HasKey(row => row.Id).HasName("pk_oauth_applications");
        builder.Property(row => row.Scopes).HasConversion<JsonStringsConverter, JsonStringsComparer>();
        builder.Property(row => row.GrantTypes).HasConversion<JsonStringsConverter, JsonStringsComparer>();
        builder.HasIndex(row => new { row.TenantId, row.CreatedAt, row.Id });
        SnakeCase.Apply(builder.Metadata, "oauth_applications");
    }
}
