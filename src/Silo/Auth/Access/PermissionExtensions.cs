using LlmGateway.Grains.Access;
using Microsoft.AspNetCore.StaticAssets;

namespace LlmGateway.Silo.Auth.Access;

/// <summary>Every endpoint says here who may call it.</summary>
internal static class PermissionExtensions
{
    /// <summary>Asks for a permission in the tenant of the API key or token.</summary>
    public static TBuilder RequiresScope<TBuilder>(this TBuilder endpoints, string scope)
        where TBuilder : IEndpointConventionBuilder =>
        endpoints.RequireAuthorization(scope).WithMetadata(new RequiredPermission(scope, PermissionPlace.TenantOfKey));

    /// <summary>Asks for a permission in the tenant that the address names.</summary>
    public static TBuilder Requires<TBuilder>(this TBuilder endpoints, string permission, PermissionPlace place = PermissionPlace.Tenant)
        where TBuilder : IEndpointConventionBuilder =>
        endpoints.WithMetadata(new RequiredPermission(permission, place));

    /// <summary>Asks for nothing.</summary>
    /// <param name="endpoints">Endpoints.</param>
    /// <param name="why">Why anybody may call them.</param>
    public static TBuilder Open<TBuilder>(this TBuilder endpoints, string why)
        where TBuilder : IEndpointConventionBuilder =>
        endpoints.WithMetadata(new OpenEndpoint(why));

    /// <summary>Refuses to start with an endpoint that says nothing of who may call it.</summary>
    /// <exception cref="InvalidOperationException">There is one.</exception>
    public static void CheckPermissions(this IEndpointRouteBuilder routes)
    {
        var silent = routes.DataSources.SelectMany(source => source.Endpoints)
            .Where(endpoint => endpoint.Metadata.GetMetadata<RequiredPermission>() is null && endpoint.Metadata.GetMetadata<OpenEndpoint>() is null
                && endpoint.Metadata.GetMetadata<StaticAssetDescriptor>() is null)
            .Select(endpoint => endpoint.DisplayName).ToList();
        if (silent.Count > 0)
        {
            throw new InvalidOperationException($"These endpoints say nothing of who may call them: {string.Join("; ", silent)}.");
        }
    }

    /// <summary>What the caller may do at the place that the endpoint asks for.</summary>
    public static SubjectAccess Access(this HttpContext http) => http.Features.Get<SubjectAccess>() ?? SubjectAccess.None;
}
