namespace LlmGateway.Grains.RateLimits;

/// <summary>A request that asks to be admitted, with the most that it can cost.</summary>
[GenerateSerializer, Immutable, Alias("llmgw.admission-request")]
public sealed record AdmissionRequest
{
    /// <summary>The request's id; asking twice with one id reserves once.</summary>
    [Id(0)]
    public required string RequestId { get; init; }

    /// <summary>Id of the API key.</summary>
    [Id(1)]
    public required string KeyId { get; init; }

    /// <summary>The model's name.</summary>
    [Id(2)]
    public required string Model { get; init; }

    /// <summary>The silo that answers the request: if it is lost, so is the reservation.</summary>
    [Id(3)]
    public required SiloAddress Silo { get; init; }

    /// <summary>The most tokens that the prompt can have.</summary>
    [Id(4)]
    public long PromptTokens { get; init; }

    /// <summary>The most tokens to generate.</summary>
    [Id(5)]
    public long NewTokens { get; init; }

    /// <summary>Fewer new tokens will do, since the client named no number: at least this many; null if it must be all.</summary>
    [Id(6)]
    public long? LeastNewTokens { get; init; }

    /// <summary>Price of a million prompt tokens in millionths of the currency.</summary>
    [Id(7)]
    public long InputPrice { get; init; }

    /// <summary>Price of a million new tokens in millionths of the currency.</summary>
    [Id(8)]
    public long OutputPrice { get; init; }

    /// <summary>When the request was first asked for.</summary>
    [Id(9)]
    public DateTimeOffset At { get; init; }
}
