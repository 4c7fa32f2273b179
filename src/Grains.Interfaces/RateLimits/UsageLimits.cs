using System.Collections.Immutable;

namespace LlmGateway.Grains.RateLimits;

/// <summary>How much a tenant or a key may use. Null means without limit, 0 means nothing.</summary>
[GenerateSerializer, Immutable, Alias("llmgw.rate-limits")]
public sealed record UsageLimits
{
    /// <summary>The most that any limit can be.</summary>
    public const long Max = 1_000_000_000_000;

    /// <summary>No limit at all.</summary>
    public static UsageLimits None { get; } = new();

    /// <summary>Requests admitted in any 60 seconds.</summary>
    [Id(0)]
    public long? RequestsPerMinute { get; init; }

    /// <summary>Tokens read and generated for requests admitted in any 60 seconds.</summary>
    [Id(1)]
    public long? TokensPerMinute { get; init; }

    /// <summary>Requests that are open at the same time.</summary>
    [Id(2)]
    public long? ConcurrentRequests { get; init; }

    /// <summary>Limits of single models by name, in addition; they hold no further models.</summary>
    [Id(3)]
    public ImmutableDictionary<string, UsageLimits>? Models { get; init; }

    /// <summary>Whether it limits nothing.</summary>
    public bool IsEmpty => RequestsPerMinute is null && TokensPerMinute is null && ConcurrentRequests is null && Models is null or { IsEmpty: true };
}
