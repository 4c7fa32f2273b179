using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using OpenIddict.EntityFrameworkCore;

namespace LlmGateway.Storage;

/// <summary>Table <c>oauth_scopes</c>.</summary>
internal sealed class OAuthScopeRowConfiguration : IEntityTypeConfiguration<OAuthScopeRow>
{
    public void Configure(EntityTypeBuilder<OAuthScopeRow> builder)
    {
        new OpenIddictEntityFrameworkCoreScopeConfiguration<OAuthScopeRow, string>().Configure(builder);
        builder.ToTable("oauth_scopes");
        builder.HasKey(row => row.Id).HasName("pk_oauth_scopes");
        SnakeCase.Apply(builder.Metadata, "oauth_scopes");
    }
}
