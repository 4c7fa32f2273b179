namespace LlmGateway.Grains.Keys;

[GrainType("key-secret")]
internal sealed class KeySecretGrain([PersistentState("key-secret")] IPersistentState<KeySecretState> state) : Grain, IKeySecretGrain
{
    public Task RegisterAsync(KeyOwner owner, CancellationToken cancellationToken)
    {
        state.State.Owner = owner;
        return state.WriteStateAsync(cancellationToken);
    }

    public Task<KeyOwner?> GetAsync(CancellationToken cancellationToken) => Task.FromResult(state.State.Owner);
}
