namespace LlmGateway.Silo.Issuers;

/// <summary>Where a browser goes to sign in through an issuer.</summary>
/// <remarks>Below <c>/account</c>, where a session that ends while it is replaced does not cut the request off.</remarks>
internal static class IssuerPaths
{
    private const string Prefix = "/account/issuers";

    /// <summary>The route of <see cref="StartOf"/>.</summary>
    public const string Start = $"{Prefix}/{{name}}";

    /// <summary>Leads to the issuer.</summary>
    public static string StartOf(string name) => $"{Prefix}/{name}";

    /// <summary>Where the issuer sends browsers back to; to be registered there.</summary>
    public static string CallbackOf(string name) => $"{Prefix}/{name}/callback";
}
