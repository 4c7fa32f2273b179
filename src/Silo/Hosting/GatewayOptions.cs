using System.ComponentModel.DataAnnotations;

namespace LlmGateway.Silo.Hosting;

/// <summary>The gateway's settings. Section <c>LLMGW</c>: appsettings.json, <c>LLMGW__Name</c> in the environment, or <c>--LLMGW:Name</c>.</summary>
public sealed class GatewayOptions
{
    /// <summary>Name of the section.</summary>
    public const string Section = "LLMGW";

    /// <summary>Models to serve. Default: the bundled <c>gateway-tiny</c>.</summary>
    public IList<ModelOptions> Models { get; } = [];

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
}
