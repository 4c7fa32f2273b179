using System.Text.Json;
using Microsoft.EntityFrameworkCore;

namespace LlmGateway.Storage;

/// <summary>Reads lists of OAuth clients, and removes them with all their tokens.</summary>
/// <remarks>Safe to share: every call takes a context of its own.</remarks>
public sealed class OAuthClients(IDbContextFactory<GatewayDbContext> contexts, TimeProvider time)
{
    private const string Valid = "valid";
    private const string Permanent = "permanent";

    /// <summary>One page of a tenant's clients, oldest first; ties are ordered by id.</summary>
    /// <param name="tenantId">The tenant; an unknown one has no clients.</param>
    /// <param name="limit">The most rows to return, 1 to 1000.</param>
    /// <param name="after">A client's id: the page starts right after it.</param>
    /// <param name="before">A client's id: the page ends right before it. With <paramref name="after"/>, it only bounds that page.</param>
    /// <param name="cancellationToken">Stops the query.</param>
    /// <exception cref="UnknownCursorException">The tenant has no client with the id given as a cursor.</exception>
    public async Task<Page<OAuthApplicationRow>> ListAsync(
        string tenantId, int limit, string? after = null, string? before = null, CancellationToken cancellationToken = default)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await context.OAuthApplications.Where(row => row.TenantId == tenantId).ToPageAsync(limit, after, before, cancellationToken);
    }

    /// <summary>Removes a tenant's client with its consents, codes and tokens, in one transaction.</summary>
    /// <returns>The sessions that its tokens belonged to, each with its user; null if the tenant has no such client.</returns>
    public async Task<IReadOnlyList<(string UserId, string SessionId)>?> DeleteAsync(string tenantId, string id, CancellationToken cancellationToken = default)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        await using var transaction = await context.Database.BeginTransactionAsync(cancellationToken);
        var sessions = await context.OAuthAuthorizations
            .Where(row => row.Application!.Id == id && row.Application.TenantId == tenantId && row.SessionId != null && row.Subject != null)
            .Select(row => new { row.Subject, row.SessionId })
            .ToListAsync(cancellationToken);
        await context.OAuthTokens.Where(row => row.Application!.Id == id && row.Application.TenantId == tenantId).ExecuteDeleteAsync(cancellationToken);
        await context.OAuthAuthorizations.Where(row => row.Application!.Id == id && row.Application.TenantId == tenantId).ExecuteDeleteAsync(cancellationToken);
        if (await context.OAuthApplications.Where(row => row.Id == id && row.TenantId == tenantId).ExecuteDeleteAsync(cancellationToken) == 0)
        {
            return null;
        }

        await transaction.CommitAsync(cancellationToken);
        return [.. sessions.Select(session => (session.Subject!, session.SessionId!)).Distinct()];
    }

    /// <summary>The consent that a user gave a client for a tenant before, if it covers these scopes.</summary>
    public async Task<bool> HasConsentAsync(string userId, string clientId, string? tenantId, IReadOnlyCollection<string> scopes, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(scopes);
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var given = await context.OAuthAuthorizations
            .Where(row => row.Subject == userId && row.Application!.Id == clientId && row.TenantId == tenantId && row.Status == Valid && row.Type == Permanent)
            .Select(row => row.Scopes)
            .ToListAsync(cancellationToken);
        return given.Exists(text => text is not null
            && JsonSerializer.Deserialize(text, StorageJsonContext.Default.IReadOnlyListString) is { } allowed && scopes.All(allowed.Contains));
    }

    /// <summary>Keeps a user's consent.</summary>
    public async Task AddConsentAsync(string userId, string clientId, string? tenantId, IReadOnlyList<string> scopes, CancellationToken cancellationToken = default)
    {
        if (await HasConsentAsync(userId, clientId, tenantId, scopes, cancellationToken))
        {
            return;
        }

        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        OAuthAuthorizationRow consent = new()
        {
            Subject = userId,
            TenantId = tenantId,
            Scopes = JsonSerializer.Serialize(scopes, StorageJsonContext.Default.IReadOnlyListString),
            Status = Valid,
            Type = Permanent,
            CreationDate = time.GetUtcNow().UtcDateTime,
        };
        context.OAuthAuthorizations.Add(consent).Property("ApplicationId").CurrentValue = clientId;
        await context.SaveChangesAsync(cancellationToken);
    }

    /// <summary>Notes which session the tokens of an authorization belong to.</summary>
    public async Task SetSessionAsync(string authorizationId, string sessionId, CancellationToken cancellationToken = default)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        await context.OAuthAuthorizations.Where(row => row.Id == authorizationId)
            .ExecuteUpdateAsync(set => set.SetProperty(row => row.SessionId, sessionId), cancellationToken);
    }

    /// <summary>The user and the session of an authorization; null if it has none.</summary>
    public async Task<(string UserId, string SessionId)?> FindSessionAsync(string authorizationId, CancellationToken cancellationToken = default)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var row = await context.OAuthAuthorizations.AsNoTracking().SingleOrDefaultAsync(row => row.Id == authorizationId, cancellationToken);
        return row is { Subject: { } user, SessionId: { } session } ? (user, session) : null;
    }

    /// <summary>Whether a token was given out and neither it nor its authorization was revoked since.</summary>
    /// <param name="tokenId">The id of its row.</param>
    /// <param name="cancellationToken">Stops the query.</param>
    public async Task<bool> IsTokenValidAsync(string tokenId, CancellationToken cancellationToken = default)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await context.OAuthTokens.AnyAsync(
            row => row.Id == tokenId && row.Status == Valid && (row.Authorization == null || row.Authorization.Status == Valid), cancellationToken);
    }
}
