using System.ComponentModel.DataAnnotations;
using LlmGateway.Silo.Issuers;

namespace LlmGateway.Silo.Hosting;

/// <summary>The gateway's settings. Section <c>LLMGW</c>: appsettings.json, <c>LLMGW__Name</c> in the environment, or <c>--LLMGW:Name</c>.</summary>
public sealed class GatewayOptions
{
    /// <summary>Name of the section.</summary>
    public const string Section = "LLMGW";

    /// <summary>Models to serve. Default: the bundled <c>gateway-tiny</c>.</summary>
    public IList<ModelOptions> Models { get; } = [];

    /// <summary>
    /// The gateway's address as clients see it, such as https://llm.example.com: the issuer of OAuth's tokens. Only a loopback address may be http. Default: the address that each
    /// request was sent to.
    /// </summary>
    public string? PublicUrl { get; set; }

    /// <summary>OpenID Connect servers that the gateway trusts to say who people are. Default: none but itself.</summary>
    public IList<IssuerOptions> Issuers { get; } = [];

    /// <summary>How long running answers may take to finish when the silo is stopped. 0 to 1 hour; default 30 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "01:00:00")]
    public TimeSpan DrainTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>The currency of all prices, budgets and bills: three capital letters. Default: USD.</summary>
    [RegularExpression("[A-Z]{3}", ErrorMessage = "LLMGW:Currency must be three capital letters, such as EUR.")]
    public string Currency { get; set; } = "USD";

    /// <summary>Largest body of a request, in bytes. 1 KiB to 1 GiB; default 20 MiB.</summary>
    [Range(1024, 1024 * 1024 * 1024)]
    public int MaxBodyBytes { get; set; } = 20 * 1024 * 1024;

    /// <summary>Pause between the comments that keep a waiting stream open. 0.1 s to 5 minutes; default 15 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:05:00")]
    public TimeSpan PingInterval { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>How many wrong keys one address may send in a minute before it is told to wait (429); right keys always work. 0 for no limit; default 60.</summary>
    [Range(0, 1_000_000)]
    public int FailedAuthPerMinute { get; set; } = 60;

    /// <summary>Most connections that are open at once; more are closed at once. 0 for no limit; default 10,000.</summary>
    [Range(0, 1_000_000)]
    public int MaxConnections { get; set; } = 10_000;

    /// <summary>Largest sum of a request's headers, in bytes. 4 KiB to 1 MiB; default 32 KiB.</summary>
    [Range(4096, 1024 * 1024)]
    public int MaxHeaderBytes { get; set; } = 32 * 1024;

    /// <summary>Most headers of a request. 10 to 1000; default 100.</summary>
    [Range(10, 1000)]
    public int MaxHeaders { get; set; } = 100;

    /// <summary>Longest first line of a request (method and address), in bytes. 1 KiB to 64 KiB; default 8 KiB.</summary>
    [Range(1024, 64 * 1024)]
    public int MaxRequestLineBytes { get; set; } = 8 * 1024;

    /// <summary>How long a client may take to send a request's headers. 1 s to 10 minutes; default 15 s.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:10:00")]
    public TimeSpan HeadersTimeout { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>How long a connection without a request stays open. 1 s to 1 hour; default 130 s, more than the 120 s after which clients and proxies usually give up.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00")]
    public TimeSpan KeepAliveTimeout { get; set; } = TimeSpan.FromSeconds(130);

    /// <summary>
    /// Slowest pace, in bytes a second, at which a client may send a body or take an answer that is ready for it, after 5 s of grace; slower ones are cut off. A stream
    /// with nothing to send is not slow. 0 for no limit; default 240.
    /// </summary>
    [Range(0, 1_000_000)]
    public int MinBytesPerSecond { get; set; } = 240;
}
