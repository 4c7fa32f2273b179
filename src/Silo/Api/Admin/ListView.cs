namespace LlmGateway.Silo.Api.Admin;

/// <summary>One page of a list.</summary>
/// <param name="Object">Always <c>list</c>.</param>
/// <param name="Data">The page.</param>
/// <param name="HasMore">Whether the list goes on.</param>
/// <param name="FirstId">Cursor for <c>before</c>.</param>
/// <param name="LastId">Cursor for <c>after</c>.</param>
public sealed record ListView<T>(string Object, IReadOnlyList<T> Data, bool HasMore, string? FirstId, string? LastId);
