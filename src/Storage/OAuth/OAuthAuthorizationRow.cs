using OpenIddict.EntityFrameworkCore.Models;

namespace LlmGateway.Storage;

/// <summary>What a user allowed a client once: a consent that is kept, or one sign-in with all its tokens.</summary>
public sealed class OAuthAuthorizationRow : OpenIddictEntityFrameworkCoreAuthorization<string, OAuthApplicationRow, OAuthTokenRow>
{
    /// <summary>A new authorization.</summary>
    public OAuthAuthorizationRow() => Id = Guid.CreateVersion7().ToString();

    /// <summary>The session that its tokens belong to, <c>ses_…</c>; null before the first token, and for a consent.</summary>
    public string? SessionId { get; set; }

    /// <summary>The tenant that a consent was given for; null for none.</summary>
    public string? TenantId { get; set; }
}
