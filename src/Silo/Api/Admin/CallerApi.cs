using LlmGateway.Grains.Access;
using LlmGateway.Silo.Auth;
using LlmGateway.Silo.Auth.Access;

namespace LlmGateway.Silo.Api.Admin;

/// <summary><c>/admin/v1/me</c>.</summary>
internal static class CallerApi
{
    public static void MapCaller(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/me", (HttpContext http) => TypedResults.Json(
                new CallerView(
                    http.User.FindFirst(GatewayClaims.Subject)?.Value ?? http.User.Identity!.Name!,
                    "caller",
                    [.. http.Access().Roles],
                    [.. http.Access().Permissions.Order(StringComparer.Ordinal)]),
                AdminJson.Default.CallerView))
            .WithTags("Members")
            .Requires(Permissions.UsersRead, PermissionPlace.Anywhere)
            .Produces<CallerView>()
            .WithSummary("Who calls, and what they may do everywhere.");
}
