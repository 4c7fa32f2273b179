namespace LlmGateway.Grains.Prices;

/// <summary>What the price book stores.</summary>
[GenerateSerializer, Alias("llmgw.price-book-state")]
internal sealed record PriceBookState
{
    /// <summary>All prices.</summary>
    [Id(0)]
    public PriceTable Prices { get; set; } = PriceTable.Empty;
}
