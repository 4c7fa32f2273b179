using System.Text.Json;
using System.Text.Json.Serialization;
using LlmGateway.Silo.Api.Audit;
using LlmGateway.Silo.OAuth;

namespace LlmGateway.Silo.Api.Admin;

/// <summary>The JSON of the admin plane: snake_case, RFC 3339 times, source-generated.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(CreateTenantBody))]
[JsonSerializable(typeof(ChangeTenantBody))]
[JsonSerializable(typeof(TenantView))]
[JsonSerializable(typeof(ListView<TenantView>))]
[JsonSerializable(typeof(CreateKeyBody))]
[JsonSerializable(typeof(ChangeKeyBody))]
[JsonSerializable(typeof(RotateKeyBody))]
[JsonSerializable(typeof(KeyView))]
[JsonSerializable(typeof(CreatedKeyView))]
[JsonSerializable(typeof(ListView<KeyView>))]
[JsonSerializable(typeof(ListView<AuditView>))]
[JsonSerializable(typeof(AuditVerificationView))]
[JsonSerializable(typeof(JsonElement))]
[JsonSerializable(typeof(string))]
[JsonSerializable(typeof(LimitsView))]
[JsonSerializable(typeof(IReadOnlyList<BudgetBody>))]
[JsonSerializable(typeof(IReadOnlyList<BudgetView>))]
[JsonSerializable(typeof(PriceBody))]
[JsonSerializable(typeof(PriceView))]
[JsonSerializable(typeof(ListView<PriceView>))]
[JsonSerializable(typeof(DataKeyView))]
[JsonSerializable(typeof(ListView<LogView>))]
[JsonSerializable(typeof(LogDetailView))]
[JsonSerializable(typeof(JsonElement))]
[JsonSerializable(typeof(UpstreamBody))]
[JsonSerializable(typeof(UpstreamView))]
[JsonSerializable(typeof(ListView<UpstreamView>))]
[JsonSerializable(typeof(ListView<UsageView>))]
[JsonSerializable(typeof(InvoiceView))]
[JsonSerializable(typeof(ListView<InvoiceView>))]
[JsonSerializable(typeof(ReconciliationView))]
[JsonSerializable(typeof(CreateOAuthClientBody))]
[JsonSerializable(typeof(ChangeOAuthClientBody))]
[JsonSerializable(typeof(OAuthClientView))]
[JsonSerializable(typeof(CreatedOAuthClientView))]
[JsonSerializable(typeof(ListView<OAuthClientView>))]
internal sealed partial class AdminJson : JsonSerializerContext;
