using System.Collections.Immutable;
using LlmGateway.Grains.Keys;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace LlmGateway.Silo.OAuth;

/// <summary>What tokens can open.</summary>
internal static class GatewayScopes
{
    /// <summary>The admin plane, as far as the holder's roles go: a user's, or those of a client that is a member.</summary>
    public const string Admin = "admin";

    /// <summary>Who the tokens are for.</summary>
    public const string Audience = "llmgateway";

    /// <summary>Scopes that say who the user is, or how long the client may act.</summary>
    public static ImmutableArray<string> Identity { get; } = [Scopes.OpenId, Scopes.Profile, Scopes.Email, Scopes.Roles, Scopes.OfflineAccess];

    /// <summary>Every scope there is.</summary>
    public static ImmutableArray<string> All { get; } = [.. Identity, .. KeyScopes.All, Admin];

    /// <summary>What a scope means, for the page that asks for consent.</summary>
    public static string Describe(string scope) => scope switch
    {
        Scopes.OpenId => "Know who you are",
        Scopes.Profile => "See your name",
        Scopes.Email => "See your e-mail address",
        Scopes.Roles => "See your roles in the tenant",
        Scopes.OfflineAccess => "Stay signed in while you are away",
        KeyScopes.Inference => "Ask models, and spend the tenant's budget on it",
        KeyScopes.Files => "Read and write files and batches",
        KeyScopes.FineTune => "Run fine-tuning jobs",
        KeyScopes.Apps => "Use and change applications",
        KeyScopes.UsageRead => "See usage and costs",
        KeyScopes.ModelsRead => "List models",
        Admin => "Administer the gateway as you may",
        _ => scope,
    };
}
