using System.Text.Json.Serialization;
using LlmGateway.Grains.Prices;

namespace LlmGateway.Silo.Api.Admin;

/// <summary>Body of <c>POST /admin/v1/prices</c>: what a million tokens cost.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record PriceBody : TokenPrices
{
    /// <summary>The model's name.</summary>
    public required string Model { get; init; }

    /// <summary>From when on. Default: now.</summary>
    public DateTimeOffset? ValidFrom { get; init; }

    /// <summary>The gateway's currency, if given at all.</summary>
    public string? Currency { get; init; }
}

/// <summary>What a million tokens cost.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public record TokenPrices
{
    /// <summary>A million tokens read.</summary>
    [JsonConverter(typeof(MoneyConverter))]
    public required long Input { get; init; }

    /// <summary>A million tokens read that were already computed. Default: as any other.</summary>
    [JsonConverter(typeof(MoneyConverter))]
    public long? CachedInput { get; init; }

    /// <summary>A million tokens generated.</summary>
    [JsonConverter(typeof(MoneyConverter))]
    public required long Output { get; init; }

    internal bool IsWithinBounds => Math.Max(Input, Math.Max(CachedInput ?? 0, Output)) <= Price.Max;

    internal Price ToPrice(string model, DateTimeOffset validFrom) =>
        new() { Model = model, ValidFrom = validFrom.ToUniversalTime(), Input = Input, CachedInput = CachedInput, Output = Output };
}

/// <summary>A price.</summary>
public sealed record PriceView(
    string Model,
    DateTimeOffset ValidFrom,
    string Currency,
    [property: JsonConverter(typeof(MoneyConverter))] long Input,
    [property: JsonConverter(typeof(MoneyConverter))] long CachedInput,
    [property: JsonConverter(typeof(MoneyConverter))] long Output)
{
    internal static PriceView From(Price price, string currency) => new(price.Model, price.ValidFrom, currency, price.Input, price.CachedInput ?? price.Input, price.Output);
}
