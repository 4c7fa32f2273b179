using Microsoft.EntityFrameworkCore;

namespace LlmGateway.Storage;

/// <summary>Pages by position instead of by offset: a page costs the same anywhere in the list, and rows added meanwhile don't shift it.</summary>
internal static class KeysetPaging
{
    private const int MaxLimit = 1000;

    public static async Task<Page<T>> ToPageAsync<T>(
        this IQueryable<T> list,
        int limit,
        string? after,
        string? before,
        CancellationToken cancellationToken)
        where T : class, IKeysetRow
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(limit, MaxLimit);

        var page = list.AsNoTracking();
        if (after is not null)
        {
            var start = await FindCursorAsync(list, after, nameof(after), cancellationToken);
            page = page.Where(row => row.CreatedAt > start
                || (row.CreatedAt == start && string.Compare(row.Id, after) > 0));
        }

        if (before is not null)
        {
            var end = await FindCursorAsync(list, before, nameof(before), cancellationToken);
            page = page.Where(row => row.CreatedAt < end
                || (row.CreatedAt == end && string.Compare(row.Id, before) < 0));
        }

        var backwards = before is not null && after is null;
        var ordered = backwards
            ? page.OrderByDescending(row => row.CreatedAt).ThenByDescending(row => row.Id)
            : page.OrderBy(row => row.CreatedAt).ThenBy(row => row.Id);

        // One row more than asked for tells whether the list goes on, without a count.
        var rows = await ordered.Take(limit + 1).ToListAsync(cancellationToken);
        var hasMore = rows.Count > limit;
        if (hasMore)
        {
            rows.RemoveAt(limit);
        }

        if (backwards)
        {
            rows.Reverse();
        }

        return new Page<T>(rows, hasMore);
    }

    private static async Task<DateTimeOffset> FindCursorAsync<T>(
        IQueryable<T> list,
        string cursor,
        string paramName,
        CancellationToken cancellationToken)
        where T : class, IKeysetRow
    {
        var createdAt = await list
            .Where(row => row.Id == cursor)
            .Select(row => (DateTimeOffset?)row.CreatedAt)
            .SingleOrDefaultAsync(cancellationToken);
        return createdAt ?? throw new UnknownCursorException(cursor, paramName);
    }
}
