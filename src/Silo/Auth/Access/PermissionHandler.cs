using LlmGateway.Grains.Access;
using LlmGateway.Silo.Api.Admin;
using Microsoft.AspNetCore.Authorization;

namespace LlmGateway.Silo.Auth.Access;

/// <summary>Decides by the tables of tenant and platform, which live in this silo's memory. The holder of the admin key may do everything.</summary>
internal sealed class PermissionHandler(SiloAccess access) : AuthorizationHandler<PermissionRequirement>
{
    private static readonly SubjectAccess Everything = new(true, [Roles.PlatformAdmin], [.. Permissions.All], []);

    /// <summary>The tenant that a call is about; null for none.</summary>
    public static string? TenantOf(HttpContext http, PermissionPlace place) => place switch
    {
        PermissionPlace.Tenant => http.GetRouteValue("tenant") as string ?? "",
        PermissionPlace.TenantOfQuery when http.Request.Query.TryGetValue("tenant", out var values) => values.ToString(),
        _ => null,
    };

    protected override async Task HandleRequirementAsync(AuthorizationHandlerContext context, PermissionRequirement requirement)
    {
        if (context.Resource is not HttpContext http || http.GetEndpoint()?.Metadata.GetMetadata<RequiredPermission>() is not { } required)
        {
            return;
        }

        var found = await FindAsync(http, required.Place);
        http.Features.Set(found);
        if (required.Place == PermissionPlace.Anywhere || found.Allows(required.Permission))
        {
            context.Succeed(requirement);
        }
    }

    private async ValueTask<SubjectAccess> FindAsync(HttpContext http, PermissionPlace place)
    {
        if (http.User.HasClaim(GatewayClaims.Operator, AdminKeyHandler.Actor))
        {
            return Everything;
        }

        var tenant = TenantOf(http, place);
        return http.User.FindFirst(GatewayClaims.Subject)?.Value is { } subject && (tenant is null || TenantsApi.IsId(tenant))
            ? await access.OfAsync(subject, tenant, http.RequestAborted)
            : SubjectAccess.None;
    }
}
