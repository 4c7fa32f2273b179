namespace LlmGateway.Silo.Issuers;

/// <summary>An issuer of the settings at work.</summary>
/// <param name="Options">Its settings.</param>
/// <param name="Metadata">Its endpoints and keys.</param>
internal sealed record TrustedIssuer(IssuerOptions Options, IssuerMetadata Metadata)
{
    private const string SchemePrefix = "issuer/";

    /// <summary>Its name in addresses.</summary>
    public string Name => Options.Name;

    /// <summary>Its name for people.</summary>
    public string DisplayName => Options.DisplayName?.Trim() ?? Options.Name;

    /// <summary>Its address without a slash at the end: what users and roles of it are kept under.</summary>
    public string Address { get; } = IssuerRules.Canonical(Options.Authority);

    /// <summary>Whether people sign in to the dashboard through it.</summary>
    public bool SignsIn => Options.ClientId is { Length: > 0 };

    /// <summary>The authentication scheme of its sign-ins.</summary>
    public string Scheme => SchemeOf(Name);

    /// <inheritdoc cref="Scheme" />
    public static string SchemeOf(string name) => SchemePrefix + name;
}
