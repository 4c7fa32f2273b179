namespace LlmGateway.Grains.Prices;

/// <summary>What a model costs from a moment on, in millionths of the gateway's currency for a million tokens.</summary>
[GenerateSerializer, Immutable, Alias("llmgw.price")]
public sealed record Price
{
    /// <summary>The most that a million tokens can cost: a million of the currency.</summary>
    public const long Max = 1_000_000_000_000;

    private const long Million = 1_000_000;

    /// <summary>A model without a price.</summary>
    public static Price Free { get; } = new() { Model = "" };

    /// <summary>The model's name.</summary>
    [Id(0)]
    public required string Model { get; init; }

    /// <summary>From when on; requests admitted earlier keep the earlier price.</summary>
    [Id(1)]
    public DateTimeOffset ValidFrom { get; init; }

    /// <summary>A million tokens read.</summary>
    [Id(2)]
    public long Input { get; init; }

    /// <summary>A million tokens read that were already computed; null: as any other.</summary>
    [Id(3)]
    public long? CachedInput { get; init; }

    /// <summary>A million tokens generated.</summary>
    [Id(4)]
    public long Output { get; init; }

    /// <summary>The dearer of the two prices of input: what a reservation counts with.</summary>
    public long WorstInput => Math.Max(Input, CachedInput ?? 0);

    /// <summary>Millionths of the currency for a request, rounded once, half up.</summary>
    public long CostOf(long input, long cached, long output) =>
        Rounded((Int128)(input - cached) * Input + (Int128)cached * (CachedInput ?? Input) + (Int128)output * Output);

    /// <summary>Millionths of the currency for so many tokens at these prices, rounded as <see cref="CostOf"/> does: never below the cost of fewer tokens.</summary>
    public static long Cost(long input, long inputPrice, long output, long outputPrice) => Rounded((Int128)input * inputPrice + (Int128)output * outputPrice);

    private static long Rounded(Int128 trillionths) => (long)((trillionths + Million / 2) / Million);
}
