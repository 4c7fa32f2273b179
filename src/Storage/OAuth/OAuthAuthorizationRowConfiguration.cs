using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using OpenIddict.EntityFrameworkCore;

namespace LlmGateway.Storage;

/// <summary>Table <c>oauth_authorizations</c>.</summary>
internal sealed class OAuthAuthorizationRowConfiguration : IEntityTypeConfiguration<OAuthAuthorizationRow>
{
    public void Configure(EntityTypeBuilder<OAuthAuthorizationRow> builder)
    {
        new OpenIddictEntityFrameworkCoreAuthorizationConfiguration<OAuthAuthorizationRow, OAuthApplicationRow, OAuthTokenRow, string>().Configure(builder);
        builder.ToTable("oauth_authorizations");
        builder.HasKey(row => row.Id).HasName("pk_oauth_authorizations");
        SnakeCase.Apply(builder.Metadata, "oauth_authorizations");
    }
}
