using System.Buffers.Text;
using System.Globalization;
using System.Text.Json;

namespace LlmGateway.Storage;

/// <summary>The place of a row in sums: what it is grouped by, as opaque text.</summary>
internal static class UsageCursor
{
    private const int MaxLength = 4096;

    public static string Write(UsageRow row)
    {
        string?[] parts = [row.Bucket?.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture), row.Tenant, row.Key, row.Model, row.App];
        return Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes([.. parts.OfType<string>()], StorageJsonContext.Default.StringArray));
    }

    /// <summary>The values of so many columns.</summary>
    /// <exception cref="UnknownCursorException">It is no place in sums grouped like these.</exception>
    public static string[] Read(string after, int columns)
    {
        try
        {
            if (after.Length <= MaxLength && Base64Url.IsValid(after)
                && JsonSerializer.Deserialize(Base64Url.DecodeFromChars(after), StorageJsonContext.Default.StringArray) is { } parts
                && parts.Length == columns && parts.All(part => part is not null))
            {
                return parts;
            }
        }
        catch (JsonException)
        {
            // Not a cursor of this list.
        }

        throw new UnknownCursorException(after, nameof(after));
    }
}
