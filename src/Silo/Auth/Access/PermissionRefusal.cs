using LlmGateway.Silo.Api.Admin;
using LlmGateway.Silo.Api.OpenAI;

namespace LlmGateway.Silo.Auth.Access;

/// <summary>What somebody is told who may not: strangers to a tenant, that there is none; members, what they lack.</summary>
internal static class PermissionRefusal
{
    public static Task AnswerAsync(HttpContext http)
    {
        var required = http.GetEndpoint()?.Metadata.GetMetadata<RequiredPermission>();
        var tenant = required is null ? null : PermissionHandler.TenantOf(http, required.Place);
        return (tenant is not null && !http.Access().IsMember ? TenantsApi.NotFound(tenant) : Lacking(required?.Permission ?? "")).ExecuteAsync(http);
    }

    /// <summary>The refusal of somebody who lacks a permission.</summary>
    public static ApiProblem Lacking(string permission) =>
        ApiProblem.Forbidden($"You lack the permission '{permission}' here. Whoever manages members can give you a role that has it.", null, "missing_permission");
}
