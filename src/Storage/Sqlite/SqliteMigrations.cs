using System.Reflection;
using Microsoft.EntityFrameworkCore.Migrations;

namespace LlmGateway.Storage;

/// <summary>The migrations that this build has for SQLite.</summary>
internal static class SqliteMigrations
{
    private const string Namespace = "LlmGateway.Storage.Migrations.Sqlite";

    /// <summary>Their ids in the order they are applied.</summary>
    public static IReadOnlyList<string> Ids { get; } =
    [
        .. typeof(SqliteMigrations).Assembly.GetTypes()
            .Where(type => type.Namespace == Namespace)
            .Select(type => type.GetCustomAttribute<MigrationAttribute>()?.Id)
            .OfType<string>()
            .Order(StringComparer.Ordinal),
    ];
}
