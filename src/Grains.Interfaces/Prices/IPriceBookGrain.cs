namespace LlmGateway.Grains.Prices;

/// <summary>The prices of all models; its one key is 0. Tells every silo of each change.</summary>
[Alias("llmgw.IPriceBookGrain")]
public interface IPriceBookGrain : IGrainWithIntegerKey
{
    /// <summary>Sets a model's price from a moment on, in place of one from the same moment. Returns when every living silo counts with it.</summary>
    [Alias("Set")]
    Task SetAsync(Price price);

    /// <summary>Removes the price from a moment on; the earlier one holds again.</summary>
    /// <returns>False if there is none from that moment.</returns>
    [Alias("Remove")]
    Task<bool> RemoveAsync(string model, DateTimeOffset validFrom);

    /// <summary>All prices.</summary>
    [Alias("Get")]
    Task<PriceTable> GetAsync();
}
