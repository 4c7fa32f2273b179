namespace LlmGateway.Storage;

/// <summary>A page was asked for next to an id that the list does not have: the caller's mistake, or the row is gone.</summary>
/// <param name="cursor">The id as given.</param>
/// <param name="paramName"><c>after</c> or <c>before</c>.</param>
public sealed class UnknownCursorException(string cursor, string paramName)
    : ArgumentException($"There is no '{cursor}' in this list to page from. Start again without it.", paramName)
{
    /// <summary>The id as given.</summary>
    public string Cursor { get; } = cursor;
}
