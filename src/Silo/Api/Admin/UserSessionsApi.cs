using LlmGateway.Grains;
using LlmGateway.Grains.Access;
using LlmGateway.Silo.Api.Audit;
using LlmGateway.Silo.Api.OpenAI;
using LlmGateway.Silo.Auth.Access;
using LlmGateway.Silo.Users;
using Microsoft.AspNetCore.Identity;

namespace LlmGateway.Silo.Api.Admin;

/// <summary><c>/admin/v1/users/{id}/sessions</c> and <c>/two-factor</c>.</summary>
internal static class UserSessionsApi
{
    public static void MapUserSessions(this IEndpointRouteBuilder users)
    {
        users.MapGet("/{id}/sessions", ListAsync).Requires(Permissions.UsersRead, PermissionPlace.Platform).Produces<ListView<UserSessionView>>().Produces<ApiErrorBody>(404).WithSummary("Where a user is signed in, the newest first.");
        users.MapDelete("/{id}/sessions", EndAllAsync).Requires(Permissions.UsersWrite, PermissionPlace.Platform).Produces<ListView<UserSessionView>>().Produces<ApiErrorBody>(404).Audited("users.sessions.end_all").WithSummary("Ends all sessions of a user on every silo before it answers.");
        users.MapDelete("/{id}/sessions/{sid}", EndAsync).Requires(Permissions.UsersWrite, PermissionPlace.Platform).Produces<ListView<UserSessionView>>().Produces<ApiErrorBody>(404).Audited("users.sessions.end").WithSummary("Ends a session of a user on every silo before it answers.");
        users.MapDelete("/{id}/two-factor", RemoveTwoFactorAsync).Requires(Permissions.UsersWrite, PermissionPlace.Platform).Produces<UserView>().Produces<ApiErrorBody>(404).Audited("users.two_factor.remove").WithSummary("Takes a user's second factor away, such as when it is lost.");
    }

    private static async Task<IResult> ListAsync(string id, UserManager<GatewayUser> people, IGrainFactory grains) =>
        await UsersApi.FindAsync(people, id) is null ? UsersApi.NotFound(id) : await AnswerAsync(id, grains);

    private static async Task<IResult> EndAllAsync(string id, UserManager<GatewayUser> people, IGrainFactory grains)
    {
        if (await UsersApi.FindAsync(people, id) is null)
        {
            return UsersApi.NotFound(id);
        }

        await grains.GetUser(id).EndSessionsAsync(null, CancellationToken.None);
        return await AnswerAsync(id, grains);
    }

    private static async Task<IResult> EndAsync(string id, string sid, UserManager<GatewayUser> people, IGrainFactory grains) =>
        await UsersApi.FindAsync(people, id) is null ? UsersApi.NotFound(id)
        : await grains.GetUser(id).EndSessionAsync(sid, CancellationToken.None) ? await AnswerAsync(id, grains)
        : ApiProblem.NotFound($"The user has no session '{sid}'.");

    private static async Task<IResult> RemoveTwoFactorAsync(string id, UserManager<GatewayUser> people)
    {
        if (await UsersApi.FindAsync(people, id) is not { } user)
        {
            return UsersApi.NotFound(id);
        }

        var removed = await TwoFactorApi.RemoveAsync(people, user);
        return removed.Succeeded
            ? TypedResults.Json(UserView.From(user), AdminJson.Default.UserView)
            : new ApiProblem(409, new ApiError(Accounts.Explain(removed), "invalid_request_error", null, "conflict"));
    }

    private static async Task<IResult> AnswerAsync(string id, IGrainFactory grains)
    {
        var views = (await grains.GetUser(id).GetSessionsAsync()).Select(UserSessionView.From).ToList();
        return TypedResults.Json(
            new ListView<UserSessionView>("list", views, false, views.Count > 0 ? views[0].Id : null, views.Count > 0 ? views[^1].Id : null), AdminJson.Default.ListViewUserSessionView);
    }
}
