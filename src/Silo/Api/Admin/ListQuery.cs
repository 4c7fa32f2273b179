using LlmGateway.Silo.Api.OpenAI;
using LlmGateway.Storage;

namespace LlmGateway.Silo.Api.Admin;

/// <summary>Which page of a list is wanted.</summary>
/// <param name="Limit">1 to 100; default 20.</param>
/// <param name="After">An id: the page starts behind it.</param>
/// <param name="Before">An id: the page ends before it.</param>
internal sealed record ListQuery(string? Limit, string? After, string? Before)
{
    private const int DefaultLimit = 20;
    private const int MaxLimit = 100;

    /// <summary>Reads the page and shows each of its rows.</summary>
    public Task<Parsed<ListView<TView>>> ReadAsync<TRow, TView>(Func<int, string?, string?, Task<Page<TRow>>> list, Func<TRow, TView> view, Func<TView, string> id)
        where TView : class =>
        ReadAsync(list, row => Task.FromResult<TView?>(view(row)), id);

    /// <summary>Reads the page and shapes the answer.</summary>
    /// <param name="list">Reads rows: limit, after, before.</param>
    /// <param name="view">What is shown of a row; null where nothing is.</param>
    /// <param name="id">The id that cursors name.</param>
    public async Task<Parsed<ListView<TView>>> ReadAsync<TRow, TView>(
        Func<int, string?, string?, Task<Page<TRow>>> list, Func<TRow, Task<TView?>> view, Func<TView, string> id)
        where TView : class
    {
        var limit = DefaultLimit;
        if (Limit is not null && (!int.TryParse(Limit, out limit) || limit is < 1 or > MaxLimit))
        {
            return ApiProblem.BadRequest($"'limit' must be from 1 to {MaxLimit}.", "limit");
        }

        try
        {
            var page = await list(limit, After, Before);
            var views = (await Task.WhenAll(page.Items.Select(view))).OfType<TView>().ToList();
            return new ListView<TView>("list", views, page.HasMore, views.Count > 0 ? id(views[0]) : null, views.Count > 0 ? id(views[^1]) : null);
        }
        catch (UnknownCursorException)
        {
            return ApiProblem.BadRequest("'after' or 'before' names nothing in this list.", After is null ? "before" : "after");
        }
    }
}
