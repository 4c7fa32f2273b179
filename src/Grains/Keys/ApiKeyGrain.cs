using LlmGateway.Grains.Silos;

namespace LlmGateway.Grains.Keys;

[GrainType("api-key")]
internal sealed class ApiKeyGrain([PersistentState("key")] IPersistentState<ApiKeyState> state, SiloBroadcast silos, TimeProvider time) : Grain, IApiKeyGrain
{
    public async Task RegisterAsync(ApiKey key, CancellationToken cancellationToken)
    {
        state.State.Key = key;
        await state.WriteStateAsync(cancellationToken);
    }

    public Task<ApiKey?> GetAsync(CancellationToken cancellationToken) => Task.FromResult(state.State.Key);

    public async Task<ApiKey?> RevokeAsync(CancellationToken cancellationToken)
    {
        if (state.State.Key is not { } key)
        {
            return null;
        }

        if (key.RevokedAt is null)
        {
            state.State.Key = key with { RevokedAt = time.GetUtcNow() };
            await state.WriteStateAsync(cancellationToken);
        }

        // Stored first: a silo that asks from now on hears of it. Told again on a repeat, since an earlier call may have been cut short.
        await silos.TellAllAsync(silo => silo.ForgetKeyAsync(this.GetPrimaryKeyString()), cancellationToken);
        return state.State.Key;
    }
}
