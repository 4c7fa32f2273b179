namespace LlmGateway.Storage.Tests;

[GrainType("counter")]
internal sealed class CounterGrain([PersistentState("counter-state")] IPersistentState<CounterState> state) : Grain, ICounterGrain
{
    public async Task<int> IncrementAsync()
    {
        state.State.Count++;
        await state.WriteStateAsync();
        return state.State.Count;
    }

    public Task<int> GetAsync() => Task.FromResult(state.State.Count);

    public Task<string?> GetVersionAsync() => Task.FromResult<string?>(state.Etag);

    public Task ClearAsync() => state.ClearStateAsync();

    public Task<string> GetSiloAsync() => Task.FromResult(RuntimeIdentity);
}
