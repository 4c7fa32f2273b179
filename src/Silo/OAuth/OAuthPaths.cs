namespace LlmGateway.Silo.OAuth;

/// <summary>Where the server's endpoints are.</summary>
internal static class OAuthPaths
{
    public const string Authorize = "/oauth/authorize";
    public const string Token = "/oauth/token";
    public const string Device = "/oauth/device";
    public const string Verify = "/oauth/verify";
    public const string Verified = "/oauth/verified";
    public const string Introspect = "/oauth/introspect";
    public const string Revoke = "/oauth/revoke";
    public const string UserInfo = "/oauth/userinfo";
    public const string Continue = "/oauth/continue";
    public const string Logout = "/oauth/logout";
    public const string Discovery = "/.well-known/openid-configuration";
    public const string Keys = "/.well-known/jwks";
}
