using System.Reflection;
using Microsoft.EntityFrameworkCore.Migrations;

namespace LlmGateway.Storage;

/// <summary>The migrations that this build has, in the order they are applied.</summary>
internal static class MigrationIds
{
    /// <summary>Those for SQLite.</summary>
    public static IReadOnlyList<string> Sqlite { get; } = Of("LlmGateway.Storage.Migrations.Sqlite");

    /// <summary>Those for PostgreSQL.</summary>
    public static IReadOnlyList<string> Postgres { get; } = Of("LlmGateway.Storage.Migrations.Postgres");

    /// <summary>The first of the applied ones that this build does not have in that place; null if it has them all.</summary>
    public static string? Unknown(IReadOnlyList<string> known, IReadOnlyList<string> applied) =>
        applied.Where((id, i) => i >= known.Count || known[i] != id).FirstOrDefault();

    private static string[] Of(string space) =>
    [
        .. typeof(MigrationIds).Assembly.GetTypes()
            .Where(type => type.Namespace == space)
            .Select(type => type.GetCustomAttribute<MigrationAttribute>()?.Id)
            .OfType<string>()
            .Order(StringComparer.Ordinal),
    ];
}
