using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;

namespace LlmGateway.Storage;

/// <summary>Names columns and indexes of a library's entities as in the other tables.</summary>
internal static class SnakeCase
{
    public static void Apply(IMutableEntityType entity, string table)
    {
        foreach (var property in entity.GetProperties())
        {
            property.SetColumnName(NameOf(property));
        }

        foreach (var index in entity.GetIndexes())
        {
            index.SetDatabaseName($"ix_{table}_{string.Join('_', index.Properties.Select(NameOf))}");
        }
    }

    private static string NameOf(IReadOnlyProperty property) => JsonNamingPolicy.SnakeCaseLower.ConvertName(property.Name);
}
