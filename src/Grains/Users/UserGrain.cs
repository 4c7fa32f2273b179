using System.Collections.Immutable;
using System.Security.Cryptography;
using LlmGateway.Grains.Silos;

namespace LlmGateway.Grains.Users;

[GrainType("user")]
internal sealed class UserGrain([PersistentState("user")] IPersistentState<UserState> state, SiloBroadcast silos, TimeProvider time) : Grain, IUserGrain
{
    private const int MaxSessions = 100;

    // Whoever renews with every request writes no more than this.
    private static readonly TimeSpan RenewalPause = TimeSpan.FromMinutes(1);

    private string Id => GrainKeys.NameOf(this.GetPrimaryKeyString());

    public Task<UserStanding?> GetStandingAsync(CancellationToken cancellationToken) => Task.FromResult(
        state.State.Active is { } active
            ? new UserStanding(active, Living().ToImmutableDictionary(stored => stored.Session.Id, stored => stored.Session.EndsAt))
            : null);

    public async Task SetActiveAsync(bool active, CancellationToken cancellationToken)
    {
        if (state.State.Deleted)
        {
            return;
        }

        // Told also where nothing changes: an earlier call may have been cut short.
        ImmutableArray<string> ended = active ? [] : Everything();
        await state.SaveAsync(state.State with { Active = active, Sessions = active ? state.State.Sessions : [] }, cancellationToken);
        await TellAsync(ended, cancellationToken);
    }

    public async Task<UserSession?> StartSessionAsync(SessionStart start, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(start.Lifetime, TimeSpan.Zero);
        if (state.State.Active is not true)
        {
            return null;
        }

        var now = time.GetUtcNow();
        var session = new UserSession
        {
            Id = $"ses_{RandomNumberGenerator.GetHexString(32, lowercase: true)}",
            Client = start.Client,
            ClientId = start.ClientId,
            StartedAt = now,
            LastUsedAt = now,
            EndsAt = now + start.Lifetime,
        };
        var living = Living().ToArray();
        await state.SaveAsync(state.State with { Sessions = [new StoredSession(session, start.Lifetime), .. living.Take(MaxSessions - 1)] }, cancellationToken);
        await TellAsync(Ids(living.Skip(MaxSessions - 1)), cancellationToken);
        return session;
    }

    public async Task<bool> RenewSessionAsync(string sessionId, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        if (state.State.Active is not true || Living().FirstOrDefault(stored => stored.Session.Id == sessionId) is not { } found)
        {
            return false;
        }

        if (now - found.Session.LastUsedAt < RenewalPause)
        {
            return true;
        }

        var renewed = found with { Session = found.Session with { LastUsedAt = now, EndsAt = now + found.Lifetime } };
        await state.SaveAsync(state.State with { Sessions = [.. Living().Select(stored => stored == found ? renewed : stored)] }, cancellationToken);
        await TellAsync([], cancellationToken);
        return true;
    }

    public Task<ImmutableArray<UserSession>> GetSessionsAsync(CancellationToken cancellationToken) =>
        Task.FromResult<ImmutableArray<UserSession>>([.. Living().Select(stored => stored.Session)]);

    public async Task<bool> EndSessionAsync(string sessionId, CancellationToken cancellationToken)
    {
        var existed = Living().Any(stored => stored.Session.Id == sessionId);
        await state.SaveAsync(state.State with { Sessions = [.. Living().Where(stored => stored.Session.Id != sessionId)] }, cancellationToken);
        // Told again on a repeat, since an earlier call may have been cut short.
        await TellAsync([sessionId], cancellationToken);
        return existed;
    }

    public async Task EndSessionsAsync(string? except, CancellationToken cancellationToken)
    {
        var ended = Ids(state.State.Sessions.Where(stored => stored.Session.Id != except));
        await state.SaveAsync(state.State with { Sessions = [.. Living().Where(stored => stored.Session.Id == except)] }, cancellationToken);
        await TellAsync(ended, cancellationToken);
    }

    public async Task DeleteAsync(CancellationToken cancellationToken)
    {
        var ended = Everything();
        await state.SaveAsync(new UserState { Deleted = true }, cancellationToken);
        await TellAsync(ended, cancellationToken);
    }

    // Requests without a session, such as those with tokens of outside issuers, go by the user's id.
    private ImmutableArray<string> Everything() => [.. Ids(state.State.Sessions), Id];

    private static ImmutableArray<string> Ids(IEnumerable<StoredSession> sessions) => [.. sessions.Select(stored => stored.Session.Id)];

    // Those that ended by themselves go with the next write.
    private IEnumerable<StoredSession> Living()
    {
        var now = time.GetUtcNow();
        return state.State.Sessions.Where(stored => stored.Session.EndsAt > now);
    }

    private Task TellAsync(ImmutableArray<string> endedSessions, CancellationToken cancellationToken)
    {
        var id = Id;
        return silos.TellAllAsync(silo => silo.ForgetUserAsync(id, endedSessions), cancellationToken);
    }
}
