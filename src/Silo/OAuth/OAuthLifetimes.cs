namespace LlmGateway.Silo.OAuth;

/// <summary>How long what the server gives out is good for.</summary>
internal static class OAuthLifetimes
{
    public static readonly TimeSpan AccessToken = TimeSpan.FromMinutes(10);
    public static readonly TimeSpan RefreshToken = TimeSpan.FromDays(14);
    public static readonly TimeSpan Code = TimeSpan.FromMinutes(5);
    public static readonly TimeSpan DeviceCode = TimeSpan.FromMinutes(10);

    /// <summary>How long a session of tokens lives without a refresh.</summary>
    public static readonly TimeSpan Session = RefreshToken;
}
