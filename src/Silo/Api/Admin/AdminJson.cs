using System.Text.Json.Serialization;

namespace LlmGateway.Silo.Api.Admin;

/// <summary>The JSON of the admin plane: snake_case, RFC 3339 times, source-generated.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(CreateTenantBody))]
[JsonSerializable(typeof(TenantView))]
[JsonSerializable(typeof(ListView<TenantView>))]
[JsonSerializable(typeof(CreateKeyBody))]
[JsonSerializable(typeof(KeyView))]
[JsonSerializable(typeof(CreatedKeyView))]
[JsonSerializable(typeof(ListView<KeyView>))]
[JsonSerializable(typeof(DataKeyView))]
internal sealed partial class AdminJson : JsonSerializerContext;
