using LlmGateway.Grains;
using LlmGateway.Grains.Users;
using LlmGateway.Storage;

namespace LlmGateway.Silo.OAuth;

/// <summary>The sessions that users' tokens belong to.</summary>
internal sealed class TokenSessions(IGrainFactory grains, OAuthClients clients, TimeProvider time)
{
    /// <summary>Starts the session of a new authorization.</summary>
    /// <returns>Its id; null if the user is shut out.</returns>
    public async Task<string?> StartAsync(string userId, string client, string clientId, string? authorizationId)
    {
        var session = await grains.GetUser(userId).StartSessionAsync(new SessionStart(client, clientId, OAuthLifetimes.Session));
        if (session is not null && authorizationId is not null)
        {
            await clients.SetSessionAsync(authorizationId, session.Id);
        }

        return session?.Id;
    }

    /// <summary>Lets a session live on.</summary>
    /// <returns>False if it has ended.</returns>
    public Task<bool> RenewAsync(string userId, string sessionId) => grains.GetUser(userId).RenewSessionAsync(sessionId);

    /// <summary>Whether a session lives.</summary>
    public async Task<bool> LivesAsync(string userId, string sessionId) =>
        await grains.GetUser(userId).GetStandingAsync() is { } standing && standing.Allows(sessionId, time.GetUtcNow());

    /// <summary>Ends a session.</summary>
    public Task EndAsync(string userId, string sessionId) => grains.GetUser(userId).EndSessionAsync(sessionId);

    /// <summary>Ends the session of an authorization, if it has one.</summary>
    public async Task EndAsync(string authorizationId)
    {
        if (await clients.FindSessionAsync(authorizationId) is { } session)
        {
            await EndAsync(session.UserId, session.SessionId);
        }
    }
}
