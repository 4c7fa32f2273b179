using LlmGateway.Grains.Silos;

namespace LlmGateway.Grains.Prices;

[GrainType("price-book")]
internal sealed class PriceBookGrain([PersistentState("price-book")] IPersistentState<PriceBookState> state, SiloBroadcast silos) : Grain, IPriceBookGrain
{
    public Task SetAsync(Price price) => ChangeAsync(price.Model, prices => [.. prices.Where(other => other.ValidFrom != price.ValidFrom), price]);

    public async Task<bool> RemoveAsync(string model, DateTimeOffset validFrom)
    {
        if (!state.State.Prices.Models.TryGetValue(model, out var prices) || prices.All(price => price.ValidFrom != validFrom))
        {
            return false;
        }

        await ChangeAsync(model, known => [.. known.Where(price => price.ValidFrom != validFrom)]);
        return true;
    }

    public Task<PriceTable> GetAsync() => Task.FromResult(state.State.Prices);

    private async Task ChangeAsync(string model, Func<IEnumerable<Price>, IEnumerable<Price>> change)
    {
        var table = state.State.Prices;
        var prices = change(table.Models.GetValueOrDefault(model, [])).OrderBy(price => price.ValidFrom).ToList();
        state.State.Prices = new PriceTable(table.Revision + 1, prices.Count == 0 ? table.Models.Remove(model) : table.Models.SetItem(model, [.. prices]));
        await state.WriteStateAsync();
        await silos.TellAllAsync(silo => silo.UsePricesAsync(state.State.Prices), CancellationToken.None);
    }
}
