using System.Text.Json;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace LlmGateway.Storage;

/// <summary>Stores a list of strings as a JSON array in a text column.</summary>
/// <remarks>Written out, because EF Core's own mapping of such a list differs by database: JSON text here, an array type there.</remarks>
internal sealed class JsonStringsConverter() : ValueConverter<IReadOnlyList<string>, string>(
    strings => JsonSerializer.Serialize(strings, StorageJsonContext.Default.IReadOnlyListString),
    json => JsonSerializer.Deserialize(json, StorageJsonContext.Default.StringArray)!);
