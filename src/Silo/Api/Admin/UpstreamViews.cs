using System.Text.Json.Serialization;
using LlmGateway.Grains.Upstreams;

namespace LlmGateway.Silo.Api.Admin;

/// <summary>Body of <c>POST /admin/v1/upstreams</c>.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record UpstreamBody
{
    /// <summary>Letters, digits, dots, hyphens and underscores, at most 64.</summary>
    public required string Name { get; init; }

    /// <summary>The protocol; only openai so far.</summary>
    public required string Kind { get; init; }

    /// <summary>Address under which <c>/chat/completions</c> lies, such as https://api.example.com/v1.</summary>
    public required string BaseUrl { get; init; }

    /// <summary>Its API key; it is sealed and never shown again. Leave it out if it wants none, or to keep the one it has.</summary>
    public string? ApiKey { get; init; }

    /// <summary>Models that it answers for: names that are the same there, or <c>name=name-there</c>.</summary>
    public required IReadOnlyList<string> Models { get; init; }

    /// <summary>How long an answer, or the next piece of a stream, is waited for. 1 to 3600 s; default 600.</summary>
    public int? TimeoutSeconds { get; init; }

    /// <summary>New tokens that are reserved for a request that does not say how many it wants at the most. Default: 4096.</summary>
    public int? DefaultMaxTokens { get; init; }

    /// <summary>Prices by model, set from now on.</summary>
    public IReadOnlyDictionary<string, TokenPrices>? Prices { get; init; }
}

/// <summary>An upstream, without its key.</summary>
public sealed record UpstreamView(
    string Name, string Object, string Kind, string BaseUrl, bool HasApiKey, IReadOnlyDictionary<string, string> Models, int TimeoutSeconds, int DefaultMaxTokens, DateTimeOffset CreatedAt)
{
    internal static UpstreamView From(Upstream upstream) => new(
        upstream.Name,
        "upstream",
        "openai",
        upstream.BaseUrl.OriginalString,
        upstream.SealedKey is not null,
        upstream.Models,
        (int)upstream.Timeout.TotalSeconds,
        upstream.DefaultMaxTokens,
        upstream.CreatedAt);
}
