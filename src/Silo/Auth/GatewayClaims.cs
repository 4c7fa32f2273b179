namespace LlmGateway.Silo.Auth;

/// <summary>What is known of a caller.</summary>
internal static class GatewayClaims
{
    /// <summary>How the gateway's operator came in: <see cref="AdminKeyHandler.Actor"/>.</summary>
    public const string Operator = "operator";

    /// <summary>Who it is: a user's id, <c>usr_…</c>, or an OAuth client's.</summary>
    public const string Subject = "sub";

    /// <summary>The session that a cookie or token belongs to, <c>ses_…</c>.</summary>
    public const string Session = "sid";

    /// <summary>When the user proved who they are, in Unix seconds (OpenID Connect Core, 2).</summary>
    public const string SignedInAt = "auth_time";

    /// <summary>Name of the outside issuer that a browser's user came through.</summary>
    public const string Issuer = "issuer";

    /// <summary>A user's roles in the token's tenant (RFC 9068, 2.2.3.1).</summary>
    public const string Roles = "roles";

    public const string Tenant = "tenant";
    public const string Key = "key";
    public const string Scope = "scope";
}
