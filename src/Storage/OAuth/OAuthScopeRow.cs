using OpenIddict.EntityFrameworkCore.Models;

namespace LlmGateway.Storage;

/// <summary>A scope with a description. None is kept here: the gateway's scopes are fixed.</summary>
public sealed class OAuthScopeRow : OpenIddictEntityFrameworkCoreScope<string>
{
    /// <summary>A new scope.</summary>
    public OAuthScopeRow() => Id = Guid.CreateVersion7().ToString();
}
