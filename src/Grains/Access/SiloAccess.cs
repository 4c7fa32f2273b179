using System.Collections.Concurrent;

namespace LlmGateway.Grains.Access;

/// <summary>Decides who may do what, by the tables that this silo has seen: their grains push every change, so that nothing here grows stale. Thread-safe.</summary>
public sealed class SiloAccess(IGrainFactory grains)
{
    private const int MaxTables = 10_000;
    private const string Platform = ""; // No tenant has this id.

    private readonly ConcurrentDictionary<string, KnownTable> _tables = new(StringComparer.Ordinal);
    private long _cleared;

    /// <summary>What a subject may do.</summary>
    /// <param name="subject">A user or client.</param>
    /// <param name="tenantId">In this tenant; null: for the whole gateway.</param>
    /// <param name="cancellationToken">Gives up waiting, where a table must be fetched.</param>
    public async ValueTask<SubjectAccess> OfAsync(string subject, string? tenantId, CancellationToken cancellationToken = default)
    {
        var everywhere = (await FindAsync(null, cancellationToken)).Of(subject);
        if (tenantId is null)
        {
            return everywhere;
        }

        var here = (await FindAsync(tenantId, cancellationToken)).Of(subject);
        return everywhere.Permissions.Count == 0 ? here : here.With(everywhere);
    }

    /// <summary>Who may have which things of a tenant.</summary>
    /// <param name="tenantId">The tenant.</param>
    /// <param name="cancellationToken">Gives up waiting, where the table must be fetched.</param>
    public async ValueTask<TenantGrants> GrantsOfAsync(string tenantId, CancellationToken cancellationToken = default) => (await FindAsync(tenantId, cancellationToken)).Grants;

    /// <summary>Takes a table, unless a newer one is known.</summary>
    internal void Use(string? tenantId, AccessTable table) => Keep(tenantId, table);

    private ValueTask<KnownTable> FindAsync(string? tenantId, CancellationToken cancellationToken) =>
        _tables.TryGetValue(tenantId ?? Platform, out var known) ? ValueTask.FromResult(known) : LoadAsync(tenantId, cancellationToken);

    private async ValueTask<KnownTable> LoadAsync(string? tenantId, CancellationToken cancellationToken)
    {
        var grain = tenantId is null ? grains.GetPlatformAccess() : grains.GetAccess(tenantId);
        while (true)
        {
            var cleared = Volatile.Read(ref _cleared);
            var table = await grain.GetAsync(cancellationToken);
            if (Volatile.Read(ref _cleared) == cleared)
            {
                return Keep(tenantId, table);
            }
        }
    }

    private KnownTable Keep(string? tenantId, AccessTable table)
    {
        if (_tables.Count >= MaxTables)
        {
            Interlocked.Increment(ref _cleared); // A load under way may have missed what was pushed before.
            _tables.Clear();
        }

        return _tables.AddOrUpdate(tenantId ?? Platform, static (id, table) => Known(id, table), static (id, known, table) => table.Version > known.Table.Version ? Known(id, table) : known, table);
    }

    private static KnownTable Known(string id, AccessTable table) => new(table, id == Platform ? Roles.OfPlatform : Roles.OfTenants);
}
