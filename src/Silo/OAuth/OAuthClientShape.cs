using LlmGateway.Storage;
using OpenIddict.Abstractions;
using OpenIddict.Core;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace LlmGateway.Silo.OAuth;

/// <summary>What a client may do, in our words.</summary>
internal sealed record OAuthClientShape
{
    public required string Name { get; init; }

    public required IReadOnlyList<string> GrantTypes { get; init; }

    public IReadOnlyList<string> RedirectUris { get; init; } = [];

    public required IReadOnlyList<string> Scopes { get; init; }

    /// <summary>Whether it can keep a secret.</summary>
    public bool Confidential { get; init; }

    /// <summary>Writes it into a row, in the library's words too.</summary>
    public async Task ApplyAsync(OpenIddictApplicationManager<OAuthApplicationRow> clients, OAuthApplicationRow row)
    {
        OpenIddictApplicationDescriptor descriptor = new()
        {
            // Ports of this machine are a native application's to choose.
            ApplicationType = Confidential ? ApplicationTypes.Web : ApplicationTypes.Native,
            ClientId = row.Id,
            ClientSecret = row.ClientSecret,
            ClientType = Confidential ? ClientTypes.Confidential : ClientTypes.Public,
            ConsentType = row.FirstParty ? ConsentTypes.Implicit : ConsentTypes.Explicit,
            DisplayName = Name,
            Requirements = { Requirements.Features.ProofKeyForCodeExchange },
        };
        descriptor.RedirectUris.UnionWith(RedirectUris.Select(uri => new Uri(uri, UriKind.Absolute)));
        descriptor.Permissions.UnionWith(Scopes.Select(scope => Permissions.Prefixes.Scope + scope));
        descriptor.Permissions.UnionWith(GrantTypes.SelectMany(PermissionsOf));
        descriptor.Permissions.Add(Permissions.Endpoints.Token);
        descriptor.Permissions.Add(Permissions.Endpoints.Revocation);
        if (Confidential)
        {
            descriptor.Permissions.Add(Permissions.Endpoints.Introspection);
        }

        await clients.PopulateAsync(row, descriptor);
        (row.Scopes, row.GrantTypes) = (Scopes, GrantTypes);
    }

    private static string[] PermissionsOf(string grantType) => grantType switch
    {
        OpenIddictConstants.GrantTypes.AuthorizationCode =>
            [Permissions.GrantTypes.AuthorizationCode, Permissions.ResponseTypes.Code, Permissions.Endpoints.Authorization, Permissions.Endpoints.EndSession],
        OpenIddictConstants.GrantTypes.ClientCredentials => [Permissions.GrantTypes.ClientCredentials],
        OpenIddictConstants.GrantTypes.DeviceCode => [Permissions.GrantTypes.DeviceCode, Permissions.Endpoints.DeviceAuthorization],
        OpenIddictConstants.GrantTypes.RefreshToken => [Permissions.GrantTypes.RefreshToken],
        _ => throw new ArgumentOutOfRangeException(nameof(grantType), grantType, "Unknown."),
    };
}
