namespace LlmGateway.Silo.Auth;

/// <summary>What is known of a caller.</summary>
internal static class GatewayClaims
{
    public const string Tenant = "tenant";
    public const string Key = "key";
    public const string Scope = "scope";
}
