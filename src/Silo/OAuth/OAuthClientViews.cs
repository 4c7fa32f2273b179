using LlmGateway.Storage;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace LlmGateway.Silo.OAuth;

/// <summary>Body of <c>POST /admin/v1/tenants/{t}/oauth-clients</c>.</summary>
public sealed record CreateOAuthClientBody
{
    /// <summary>Name for people; users see it when they are asked for consent.</summary>
    public required string Name { get; init; }

    /// <summary>Where users may be sent back to; required for <c>authorization_code</c>.</summary>
    public IReadOnlyList<string>? RedirectUris { get; init; }

    /// <summary>Its flows: <c>authorization_code</c>, <c>client_credentials</c>, <c>device_code</c>, <c>refresh_token</c>.</summary>
    public required IReadOnlyList<string> GrantTypes { get; init; }

    /// <summary>What it may ask for; by default everything but <c>admin</c>.</summary>
    public IReadOnlyList<string>? Scopes { get; init; }

    /// <summary>Whether it can keep a secret. Applications on users' machines and in browsers can't.</summary>
    public required bool Confidential { get; init; }
}

/// <summary>Body of <c>PATCH /admin/v1/tenants/{t}/oauth-clients/{id}</c>: what is left out stays as it is.</summary>
public sealed record ChangeOAuthClientBody
{
    /// <summary>Name for people.</summary>
    public string? Name { get; init; }

    /// <summary>Where users may be sent back to.</summary>
    public IReadOnlyList<string>? RedirectUris { get; init; }

    /// <summary>Its flows.</summary>
    public IReadOnlyList<string>? GrantTypes { get; init; }

    /// <summary>What it may ask for; tokens that it holds lose what is taken away when they are refreshed.</summary>
    public IReadOnlyList<string>? Scopes { get; init; }
}

/// <summary>An OAuth client without its secret.</summary>
public record OAuthClientView(
    string Id, string Object, string Name, bool Confidential, IReadOnlyList<string> GrantTypes, IReadOnlyList<string> RedirectUris, IReadOnlyList<string> Scopes, DateTimeOffset CreatedAt)
{
    internal static OAuthClientView From(OAuthApplicationRow row, IReadOnlyList<string> redirectUris) => new(
        row.Id,
        "oauth_client",
        row.DisplayName ?? "",
        row.ClientType == ClientTypes.Confidential,
        [.. row.GrantTypes.Select(OAuthClientRules.ShortName)],
        redirectUris,
        row.Scopes,
        row.CreatedAt);
}

/// <summary>An OAuth client with a new secret, which is shown this once.</summary>
public sealed record CreatedOAuthClientView : OAuthClientView
{
    internal CreatedOAuthClientView(OAuthClientView view, string? secret)
        : base(view) => Secret = secret;

    /// <summary>What the client authenticates itself with; null for a client that can't keep one.</summary>
    public string? Secret { get; }
}
