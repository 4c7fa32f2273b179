using System.Collections.Immutable;

namespace LlmGateway.Grains.Prices;

/// <summary>All prices. Immutable; a newer one replaces it as a whole.</summary>
/// <param name="Revision">Grows with each change.</param>
/// <param name="Models">Prices by model, oldest first.</param>
[GenerateSerializer, Immutable, Alias("llmgw.price-table")]
public sealed record PriceTable(long Revision, ImmutableDictionary<string, ImmutableArray<Price>> Models)
{
    /// <summary>Nothing costs anything.</summary>
    public static PriceTable Empty { get; } = new(0, ImmutableDictionary<string, ImmutableArray<Price>>.Empty);

    /// <summary>The price of a model at a moment.</summary>
    public Price Find(string model, DateTimeOffset at)
    {
        if (Models.TryGetValue(model, out var prices))
        {
            for (var i = prices.Length - 1; i >= 0; i--)
            {
                if (prices[i].ValidFrom <= at)
                {
                    return prices[i];
                }
            }
        }

        return Price.Free;
    }
}
