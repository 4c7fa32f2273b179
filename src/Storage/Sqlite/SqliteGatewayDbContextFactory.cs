using Microsoft.EntityFrameworkCore;

namespace LlmGateway.Storage;

/// <summary>Hands out SQLite contexts to code that knows only the shared model.</summary>
internal sealed class SqliteGatewayDbContextFactory(IDbContextFactory<SqliteGatewayDbContext> contexts)
    : IDbContextFactory<GatewayDbContext>
{
    public GatewayDbContext CreateDbContext() => contexts.CreateDbContext();

    public async Task<GatewayDbContext> CreateDbContextAsync(CancellationToken cancellationToken = default) =>
        await contexts.CreateDbContextAsync(cancellationToken);
}
