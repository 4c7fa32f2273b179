using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using OpenIddict.EntityFrameworkCore;

namespace LlmGateway.Storage;

/// <summary>Table <c>oauth_tokens</c>.</summary>
internal sealed class OAuthTokenRowConfiguration : IEntityTypeConfiguration<OAuthTokenRow>
{
    public void Configure(EntityTypeBuilder<OAuthTokenRow> builder)
    {
        new OpenIddictEntityFrameworkCoreTokenConfiguration<OAuthTokenRow, OAuthApplicationRow, OAuthAuthorizationRow, string>().Configure(builder);
        builder.ToTable("oauth_tokens");
        builder.HasKey(row => row.Id).HasName("pk_oauth_tokens");
        SnakeCase.Apply(builder.Metadata, "oauth_tokens");
    }
}
