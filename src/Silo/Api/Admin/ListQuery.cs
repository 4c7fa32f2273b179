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

    /// <summary>Reads the page and shapes the answer.</summary>
    public async Task<Parsed<ListView<TView>>> ReadAsync<TRow, TView>(
        Func<int, string?, string?, Task<Page<TRow>>> list, Func<TRow, TView> view, Func<TView, string> id)
    {
        var limit = DefaultLimit;
        if (Limit is not null && (!int.TryParse(Limit, out limit) || limit is < 1 or > MaxLimit))
        {
            return ApiProblem.BadRequest($"'limit' must be from 1 to {MaxLimit}.", "limit");
        }

        try
        {
            var page = await list(limit, After, Before);
            var views = page.Items.Select(view).ToList();
            return new ListView<TView>("list", views, page.HasMore, views.Count > 0 ? id(views[0]) : null, views.Count > 0 ? id(views[^1]) : null);
        }
        catch (UnknownCursorException)
        {
            return ApiProblem.BadRequest("'after' or 'before' names nothing in this list.", After is null ? "before" : "after");
        }
    }
}
