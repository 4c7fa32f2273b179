using System.Collections.Frozen;

namespace LlmGateway.Inference.Templates.Jinja;

/// <summary>Every filter by name.</summary>
internal static class Filters
{
    public static FrozenDictionary<string, Operation> All { get; } =
        new[] { TextFilters.All, SequenceFilters.All, SelectionFilters.All, NumberFilters.All }
            .SelectMany(table => table)
            .ToFrozenDictionary();

    /// <exception cref="RenderFailure">There is none of that name.</exception>
    public static Operation Find(string name) =>
        All.TryGetValue(name, out var filter) ? filter : throw Missing(name);

    public static RenderFailure Missing(string name) => new($"No filter named '{name}'");
}
