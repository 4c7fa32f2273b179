using System.Text.Json.Serialization;

namespace LlmGateway.Storage;

/// <summary>Source-generated JSON for what is stored in text columns.</summary>
[JsonSerializable(typeof(IReadOnlyList<string>))]
[JsonSerializable(typeof(string[]))]
internal sealed partial class StorageJsonContext : JsonSerializerContext;
