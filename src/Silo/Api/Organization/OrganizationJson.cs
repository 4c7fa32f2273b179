using System.Text.Json.Serialization;

namespace LlmGateway.Silo.Api.Organization;

/// <summary>The JSON of usage and costs on the data plane: snake_case, source-generated.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(UsagePage<CompletionsUsage>))]
[JsonSerializable(typeof(UsagePage<EmbeddingsUsage>))]
[JsonSerializable(typeof(UsagePage<NoUsage>))]
[JsonSerializable(typeof(UsagePage<CostsResult>))]
internal sealed partial class OrganizationJson : JsonSerializerContext;
