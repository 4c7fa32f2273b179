using System.Globalization;
using Microsoft.EntityFrameworkCore;

namespace LlmGateway.Storage;

/// <summary>Reads and appends to the audit trail, a chain of rows that is only ever appended to.</summary>
/// <remarks>Safe to share: every call takes a context of its own.</remarks>
public sealed class AuditTrail(IDbContextFactory<GatewayDbContext> contexts)
{
    private const int MaxLimit = 1000;

    /// <summary>The end of the chain.</summary>
    public async Task<AuditHead> ReadHeadAsync(CancellationToken cancellationToken = default)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await context.Audit.AsNoTracking().OrderByDescending(row => row.Sequence).Select(row => new AuditHead(row.Sequence, row.Hash)).FirstOrDefaultAsync(cancellationToken)
            ?? new AuditHead(0, AuditChain.Genesis);
    }

    /// <summary>Appends a row that <see cref="AuditChain.Follow"/> made.</summary>
    /// <returns>False if its position is taken.</returns>
    /// <exception cref="DbUpdateException">The database can't write it.</exception>
    public Task<bool> TryAppendAsync(AuditRow row, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(row);
        return contexts.TryInsertAsync([row], look => look.Audit.AnyAsync(other => other.Sequence == row.Sequence, cancellationToken), cancellationToken);
    }

    /// <summary>One page, the newest row first. Cursors are positions.</summary>
    /// <param name="filter">Which rows.</param>
    /// <param name="limit">The most rows to return, 1 to 1000.</param>
    /// <param name="after">A position: the page starts right behind it, with older rows.</param>
    /// <param name="before">A position: the page ends right before it. With <paramref name="after"/>, it only bounds that page.</param>
    /// <param name="cancellationToken">Stops the query.</param>
    /// <exception cref="UnknownCursorException">A cursor is no position.</exception>
    public async Task<Page<AuditRow>> ListAsync(AuditFilter filter, int limit, string? after = null, string? before = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(filter);
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(limit, MaxLimit);
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var rows = Filtered(context, filter);
        if (Position(after, nameof(after)) is { } start)
        {
            rows = rows.Where(row => row.Sequence < start);
        }

        if (Position(before, nameof(before)) is { } end)
        {
            rows = rows.Where(row => row.Sequence > end);
        }

        var backwards = before is not null && after is null;
        var ordered = backwards ? rows.OrderBy(row => row.Sequence) : rows.OrderByDescending(row => row.Sequence);
        var page = await ordered.Take(limit + 1).ToListAsync(cancellationToken);
        var hasMore = page.Count > limit;
        if (hasMore)
        {
            page.RemoveAt(limit);
        }

        if (backwards)
        {
            page.Reverse();
        }

        return new Page<AuditRow>(page, hasMore);
    }

    /// <summary>Reads the whole chain, in pieces, and compares each row with its hash.</summary>
    /// <remarks>
    /// An edited byte, a missing row, one too many or two that changed places are found. What is not: rows cut off at the end, and a chain that somebody wrote
    /// anew from some place on. Both change <see cref="AuditVerification.Head"/>, which is worth noting outside the database now and then.
    /// </remarks>
    public async Task<AuditVerification> VerifyAsync(CancellationToken cancellationToken = default)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var verifier = new AuditVerifier();
        await foreach (var row in AuditReader.ReadAllAsync(context, cancellationToken))
        {
            verifier.Add(row);
        }

        return verifier.Finish();
    }

    private static IQueryable<AuditRow> Filtered(GatewayDbContext context, AuditFilter filter)
    {
        var rows = context.Audit.AsNoTracking();
        rows = filter.TenantId is { } tenant ? rows.Where(row => row.TenantId == tenant) : rows;
        rows = filter.Action is { } action ? rows.Where(row => row.Action == action) : rows;
        rows = filter.From is { } from ? rows.Where(row => row.At >= from) : rows;
        return filter.To is { } to ? rows.Where(row => row.At < to) : rows;
    }

    private static long? Position(string? cursor, string name) =>
        cursor is null ? null
        : long.TryParse(cursor, NumberStyles.None, CultureInfo.InvariantCulture, out var position) ? position
        : throw new UnknownCursorException(cursor, name);
}
