using Microsoft.EntityFrameworkCore;

namespace LlmGateway.Storage;

/// <summary>Hands out contexts of one database to code that knows only the shared model.</summary>
internal sealed class GatewayDbContextFactory<TContext>(IDbContextFactory<TContext> contexts) : IDbContextFactory<GatewayDbContext>
    where TContext : GatewayDbContext
{
    public GatewayDbContext CreateDbContext() => contexts.CreateDbContext();

    public async Task<GatewayDbContext> CreateDbContextAsync(CancellationToken cancellationToken = default) =>
        await contexts.CreateDbContextAsync(cancellationToken);
}
