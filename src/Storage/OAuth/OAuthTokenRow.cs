using OpenIddict.EntityFrameworkCore.Models;

namespace LlmGateway.Storage;

/// <summary>A token or code that was given out, and whether it still holds.</summary>
public sealed class OAuthTokenRow : OpenIddictEntityFrameworkCoreToken<string, OAuthApplicationRow, OAuthAuthorizationRow>
{
    /// <summary>A new token.</summary>
    public OAuthTokenRow() => Id = Guid.CreateVersion7().ToString();
}
