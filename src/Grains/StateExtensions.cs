namespace LlmGateway.Grains;

/// <summary>Writing a grain's state.</summary>
internal static class StateExtensions
{
    /// <summary>Stores a state in place of the one before. If that fails, the grain has the one before: what was not stored must not be told.</summary>
    public static async Task SaveAsync<T>(this IPersistentState<T> state, T next, CancellationToken cancellationToken)
    {
        var before = state.State;
        state.State = next;
        try
        {
            await state.WriteStateAsync(cancellationToken);
        }
        catch
        {
            state.State = before;
            throw;
        }
    }
}
