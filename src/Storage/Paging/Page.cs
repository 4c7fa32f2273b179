namespace LlmGateway.Storage;

/// <summary>Some consecutive rows of a list, in the list's order whichever way it is paged.</summary>
/// <param name="Items">The rows; empty past the end.</param>
/// <param name="HasMore">Whether rows remain in the direction of paging: after the last one, or, paging with only a
/// <c>before</c> cursor, before the first one.</param>
public sealed record Page<T>(IReadOnlyList<T> Items, bool HasMore);
