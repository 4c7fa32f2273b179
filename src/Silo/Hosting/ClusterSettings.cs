using System.ComponentModel.DataAnnotations;
using System.Net;
using System.Net.NetworkInformation;
using LlmGateway.Storage;

namespace LlmGateway.Silo.Hosting;

/// <summary>The cluster that silos on one PostgreSQL database make. Section <c>LLMGW:Cluster</c>; without such a database nothing of it is used.</summary>
public sealed class ClusterSettings
{
    /// <summary>Name of the section.</summary>
    public const string Section = $"{GatewayOptions.Section}:Cluster";

    /// <summary>Name of the cluster, the same on all its silos: 1 to 64 letters, digits, dots, hyphens and underscores. Default: <c>llmgw</c>.</summary>
    [RegularExpression("[A-Za-z0-9._-]{1,64}", ErrorMessage = $"{Section}:Id must be 1 to 64 letters, digits, dots, hyphens and underscores.")]
    public string Id { get; set; } = "llmgw";

    /// <summary>IP address under which the other silos reach this one. Default: this machine's address on the way to the database.</summary>
    public string? AdvertisedAddress { get; set; }

    /// <summary>How long a silo that is asked whether it lives may take to answer; it is asked as often. 0.1 s to 1 minute; default 1 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:01:00")]
    public TimeSpan ProbeTimeout { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>After how many questions without an answer in a row a silo counts as dead. 1 to 100; default 2.</summary>
    [Range(1, 100)]
    public int MissedProbes { get; set; } = 2;

    /// <summary>Certificates for the connections of silos and of Orleans clients.</summary>
    public ClusterTlsFiles Tls { get; set; } = new();

    /// <summary>The settings.</summary>
    /// <exception cref="StartupException">One is wrong.</exception>
    internal static ClusterSettings Read(IConfiguration configuration)
    {
        var settings = configuration.GetSection(Section).Get<ClusterSettings>() ?? new ClusterSettings();
        List<ValidationResult> mistakes = [];
        return Validator.TryValidateObject(settings, new ValidationContext(settings), mistakes, validateAllProperties: true)
            ? settings
            : throw new StartupException($"The settings are wrong: {string.Join(' ', mistakes.Select(mistake => mistake.ErrorMessage))}");
    }

    /// <summary>The address to tell the others.</summary>
    /// <exception cref="StartupException">The setting is no address.</exception>
    internal IPAddress Address(GatewayDatabase database) =>
        string.IsNullOrEmpty(AdvertisedAddress) ? database.LocalAddress()
        : IPAddress.TryParse(AdvertisedAddress, out var address) && !address.Equals(IPAddress.Any) && !address.Equals(IPAddress.IPv6Any) ? address
        : throw new StartupException($"{Section}:AdvertisedAddress (--advertised-ip) must be an IP address under which other silos reach this one, not '{AdvertisedAddress}'.");

    /// <summary>Whether an address is one of this machine's own, and not, say, that of a container's host.</summary>
    internal static bool IsLocal(IPAddress address) =>
        IPAddress.IsLoopback(address) || NetworkInterface.GetAllNetworkInterfaces().Any(card => card.GetIPProperties().UnicastAddresses.Any(own => own.Address.Equals(address)));
}
