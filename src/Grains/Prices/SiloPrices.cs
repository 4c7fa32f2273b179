namespace LlmGateway.Grains.Prices;

/// <summary>The prices that this silo counts with: pushed by the price book, never fetched on a request's path. Thread-safe.</summary>
public sealed class SiloPrices
{
    private readonly Lock _lock = new();
    private volatile PriceTable _current = PriceTable.Empty;

    /// <summary>The newest prices.</summary>
    public PriceTable Current => _current;

    /// <summary>Takes prices, unless newer ones are known.</summary>
    public void Use(PriceTable prices)
    {
        ArgumentNullException.ThrowIfNull(prices);
        lock (_lock)
        {
            _current = prices.Revision > _current.Revision ? prices : _current;
        }
    }
}
