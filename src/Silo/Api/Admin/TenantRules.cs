using LlmGateway.Grains.Tenants;
using LlmGateway.Silo.Api.OpenAI;

namespace LlmGateway.Silo.Api.Admin;

/// <summary>What is wrong with what is said of a tenant.</summary>
internal static class TenantRules
{
    private const int MaxName = 200;
    private const int MaxRetentionDays = 3650;

    public static ApiProblem? Check(CreateTenantBody body)
    {
        if (!TenantsApi.IsId(body.Id ?? ""))
        {
            return ApiProblem.BadRequest("'id' must be 1 to 63 lower-case letters, digits and hyphens, beginning with a letter or digit.", "id");
        }

        return CheckName(body.Name) ?? CheckPlan(body.Plan) ?? CheckSettings(body.Settings);
    }

    public static ApiProblem? Check(ChangeTenantBody body) =>
        CheckName(body.Name)
        ?? CheckPlan(body.Plan)
        ?? (body.Status is null || StatusOf(body.Status) is not null ? null : ApiProblem.BadRequest("'status' must be active or suspended.", "status"))
        ?? CheckSettings(body.Settings);

    /// <summary>The status that a word names; null if it names none that can be set.</summary>
    public static TenantStatus? StatusOf(string? word) => word switch
    {
        "active" => TenantStatus.Active,
        "suspended" => TenantStatus.Suspended,
        _ => null,
    };

    private static ApiProblem? CheckName(string? name) =>
        name is null || name.Trim().Length is > 0 and <= MaxName ? null : ApiProblem.BadRequest($"'name' must have 1 to {MaxName} characters.", "name");

    private static ApiProblem? CheckPlan(string? plan) =>
        plan is { Length: > MaxName } ? ApiProblem.BadRequest($"'plan' must have at most {MaxName} characters.", "plan") : null;

    private static ApiProblem? CheckSettings(TenantSettingsBody? settings)
    {
        if (settings?.LogRetentionDays is < 1 or > MaxRetentionDays)
        {
            return ApiProblem.BadRequest($"'settings.log_retention_days' must be from 1 to {MaxRetentionDays}.", "settings.log_retention_days");
        }

        return settings?.LogSampleRate is < 0 or > 1
            ? ApiProblem.BadRequest("'settings.log_sample_rate' must be from 0 to 1.", "settings.log_sample_rate")
            : null;
    }
}
