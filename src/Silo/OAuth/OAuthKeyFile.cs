using System.Text.Json.Serialization;

namespace LlmGateway.Silo.OAuth;

/// <summary>The keys of tokens as they are stored.</summary>
/// <param name="Keys">All that are still needed.</param>
internal sealed record OAuthKeyFile(IReadOnlyList<OAuthKeyFile.Entry> Keys)
{
    /// <param name="Id">Its <c>kid</c>.</param>
    /// <param name="Use"><c>sig</c> or <c>enc</c>.</param>
    /// <param name="From">From when on it is used.</param>
    /// <param name="MasterKey">Id of the master key that seals it.</param>
    /// <param name="Sealed">The sealed secret.</param>
    internal sealed record Entry(string Id, string Use, DateTimeOffset From, string MasterKey, byte[] Sealed);
}

/// <summary>Reads and writes <see cref="OAuthKeyFile"/>.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, WriteIndented = true)]
[JsonSerializable(typeof(OAuthKeyFile))]
internal sealed partial class OAuthKeyJson : JsonSerializerContext;
