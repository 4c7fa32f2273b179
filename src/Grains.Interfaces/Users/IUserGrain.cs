using System.Collections.Immutable;

namespace LlmGateway.Grains.Users;

/// <summary>One person's standing: whether they may come in, and where they are signed in. Found by <see cref="GrainKeys.GetUser"/>.</summary>
/// <remarks>Who they are (name, e-mail, password) lies in the database; what they may do lies with each tenant's access table.</remarks>
[Alias("llmgw.IUserGrain")]
public interface IUserGrain : IGrainWithStringKey
{
    /// <summary>What silos go by; they ask this once and are told of changes. Null if there is no user of this id.</summary>
    [Alias("GetStanding")]
    Task<UserStanding?> GetStandingAsync(CancellationToken cancellationToken = default);

    /// <summary>Lets the user in, or shuts them out and ends their sessions. When the call returns, every living silo goes by it.</summary>
    [Alias("SetActive")]
    Task SetActiveAsync(bool active, CancellationToken cancellationToken = default);

    /// <summary>Signs the user in.</summary>
    /// <returns>The new session; null if the user is shut out, or there is none of this id.</returns>
    [Alias("StartSession")]
    Task<UserSession?> StartSessionAsync(SessionStart start, CancellationToken cancellationToken = default);

    /// <summary>Notes that a session is used, and lets it live on from now for as long as it was given at its start.</summary>
    /// <returns>False if it has ended.</returns>
    [Alias("RenewSession")]
    Task<bool> RenewSessionAsync(string sessionId, CancellationToken cancellationToken = default);

    /// <summary>The sessions that live, the newest first.</summary>
    [Alias("GetSessions")]
    Task<ImmutableArray<UserSession>> GetSessionsAsync(CancellationToken cancellationToken = default);

    /// <summary>Ends a session. When the call returns, no living silo accepts it, and its open requests are being ended.</summary>
    /// <returns>False if there is no such session.</returns>
    [Alias("EndSession")]
    Task<bool> EndSessionAsync(string sessionId, CancellationToken cancellationToken = default);

    /// <summary>Ends all sessions, such as after a change of password.</summary>
    /// <param name="except">One to keep; null for none.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    [Alias("EndSessions")]
    Task EndSessionsAsync(string? except, CancellationToken cancellationToken = default);

    /// <summary>Forgets the user: nobody of this id comes in any more.</summary>
    [Alias("Delete")]
    Task DeleteAsync(CancellationToken cancellationToken = default);
}
