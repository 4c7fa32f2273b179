using System.Collections.Immutable;

namespace LlmGateway.Grains.Users;

// FOR THE MERGER: a stand-in that knows no users; take the other branch's.
[GrainType("user")]
internal sealed class UserGrain([PersistentState("user")] IPersistentState<UserState> state, TimeProvider time) : Grain, IUserGrain
{
    private ImmutableArray<UserSession> Living => [.. state.State.Sessions.Where(session => session.EndsAt > time.GetUtcNow())];

    public Task<UserStanding?> GetStandingAsync(CancellationToken cancellationToken = default) =>
        Task.FromResult<UserStanding?>(new UserStanding(!state.State.Shut, Living.ToImmutableDictionary(session => session.Id, session => session.EndsAt)));

    public Task SetActiveAsync(bool active, CancellationToken cancellationToken = default) =>
        WriteAsync(state.State with { Shut = !active, Sessions = active ? Living : [] });

    public async Task<UserSession?> StartSessionAsync(SessionStart start, CancellationToken cancellationToken = default)
    {
        if (state.State.Shut)
        {
            return null;
        }

        var now = time.GetUtcNow();
        UserSession session = new() { Id = $"ses_{Guid.NewGuid():N}", Client = start.Client, ClientId = start.ClientId, StartedAt = now, LastUsedAt = now, EndsAt = now + start.Lifetime };
        await WriteAsync(state.State with { Sessions = [session, .. Living] });
        return session;
    }

    public async Task<bool> RenewSessionAsync(string sessionId, CancellationToken cancellationToken = default)
    {
        if (Living.FirstOrDefault(session => session.Id == sessionId) is not { } session)
        {
            return false;
        }

        var now = time.GetUtcNow();
        await WriteAsync(state.State with { Sessions = Living.Replace(session, session with { LastUsedAt = now, EndsAt = now + (session.EndsAt - session.LastUsedAt) }) });
        return true;
    }

    public Task<ImmutableArray<UserSession>> GetSessionsAsync(CancellationToken cancellationToken = default) => Task.FromResult(Living);

    public async Task<bool> EndSessionAsync(string sessionId, CancellationToken cancellationToken = default)
    {
        var left = Living.RemoveAll(session => session.Id == sessionId);
        var found = left.Length < Living.Length;
        await WriteAsync(state.State with { Sessions = left });
        return found;
    }

    public Task EndSessionsAsync(string? except, CancellationToken cancellationToken = default) =>
        WriteAsync(state.State with { Sessions = Living.RemoveAll(session => session.Id != except) });

    public Task DeleteAsync(CancellationToken cancellationToken = default) => WriteAsync(new UserState { Shut = true });

    private Task WriteAsync(UserState changed)
    {
        state.State = changed;
        return state.WriteStateAsync();
    }
}
