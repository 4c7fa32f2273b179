using System.Text.RegularExpressions;
using LlmGateway.Grains;
using LlmGateway.Grains.Access;
using LlmGateway.Silo.Api.Audit;
using LlmGateway.Silo.Api.OpenAI;
using LlmGateway.Silo.Auth.Access;
using LlmGateway.Silo.Users;
using LlmGateway.Storage;
using Microsoft.AspNetCore.Identity;

namespace LlmGateway.Silo.Api.Admin;

/// <summary><c>/admin/v1/users</c>.</summary>
internal static partial class UsersApi
{
    public static void MapUsers(this IEndpointRouteBuilder routes)
    {
        var users = routes.MapGroup("/users").WithTags("Users");
        users.MapPost("", CreateAsync).Requires(Permissions.UsersWrite, PermissionPlace.Platform).Accepts<CreateUserBody>("application/json").Produces<CreatedUserView>(201).Produces<ApiErrorBody>(409).Audited("users.create", personal: true)
            .WithSummary("Makes a user; without a password, the answer has a link to set one, shown this once.");
        users.MapGet("", ListAsync).Requires(Permissions.UsersRead, PermissionPlace.Platform).Produces<ListView<UserView>>().WithSummary("Lists users, oldest first.");
        users.MapGet("/{id}", GetAsync).Requires(Permissions.UsersRead, PermissionPlace.Platform).Produces<UserView>().Produces<ApiErrorBody>(404).WithSummary("One user.");
        users.MapPatch("/{id}", ChangeAsync).Requires(Permissions.UsersWrite, PermissionPlace.Platform).Accepts<ChangeUserBody>("application/json").Produces<UserView>().Produces<ApiErrorBody>(404).Produces<ApiErrorBody>(409)
            .Audited("users.change", personal: true).WithSummary("Changes a user's name or password, or shuts them out on every silo before it answers.");
        users.MapDelete("/{id}", DeleteAsync).Requires(Permissions.UsersWrite, PermissionPlace.Platform).Produces<DeletedUserView>().Produces<ApiErrorBody>(404).Audited("users.delete").WithSummary("Deletes a user: sessions end, and who they were can't be read any more.");
        users.MapUserSessions();
    }

    /// <summary>The answer for a user that does not exist.</summary>
    public static ApiProblem NotFound(string id) => ApiProblem.NotFound($"There is no user '{id}'.");

    /// <summary>The user, or null.</summary>
    public static async Task<GatewayUser?> FindAsync(UserManager<GatewayUser> people, string id) => Id().IsMatch(id) ? await people.FindByIdAsync(id) : null;

    private static async Task<IResult> CreateAsync(HttpContext http, Accounts accounts)
    {
        var body = await RequestBody.ReadAsync(http, AdminJson.Default.CreateUserBody);
        if (body.Failed)
        {
            return body.Problem;
        }

        var (email, name, password) = (body.Value.Email?.Trim() ?? "", body.Value.Name, body.Value.Password);
        if (Wrong("email", UserRules.CheckEmail(email)) is { } wrongEmail)
        {
            return wrongEmail;
        }

        if (Check(name, password, email) is { } wrong)
        {
            return wrong;
        }

        // Somebody has to be the first, as on the setup page.
        var (user, problem) = await accounts.CreateAsync(email, name, password, platformAdmin: !await accounts.AnyAsync(http.RequestAborted));
        if (user is null)
        {
            return new ApiProblem(409, new ApiError(problem!, "invalid_request_error", "email", "already_exists"));
        }

        var setup = password is null ? $"{http.Request.Scheme}://{http.Request.Host}{await accounts.ResetPathAsync(user)}" : null;
        return TypedResults.Json(new CreatedUserView(UserView.From(user), setup), AdminJson.Default.CreatedUserView, statusCode: StatusCodes.Status201Created);
    }

    private static async Task<IResult> ListAsync([AsParameters] ListQuery query, UserDirectory users, GatewayUserStore store, CancellationToken cancellationToken)
    {
        var page = await query.ReadAsync(
            (limit, after, before) => users.ListAsync(limit, after, before, cancellationToken),
            async row => await store.OpenAsync(row, cancellationToken) is { } user ? UserView.From(user) : null,
            view => view.Id);
        return page.Failed ? page.Problem : TypedResults.Json(page.Value, AdminJson.Default.ListViewUserView);
    }

    private static async Task<IResult> GetAsync(string id, UserManager<GatewayUser> people) => Answer(id, await FindAsync(people, id));

    private static async Task<IResult> ChangeAsync(string id, HttpContext http, UserManager<GatewayUser> people, Accounts accounts, IGrainFactory grains)
    {
        var body = await RequestBody.ReadAsync(http, AdminJson.Default.ChangeUserBody);
        if (body.Failed)
        {
            return body.Problem;
        }

        if (await FindAsync(people, id) is not { } user)
        {
            return NotFound(id);
        }

        var (name, active, password) = (body.Value.Name, body.Value.Active, body.Value.Password);
        if (Check(name, password, user.Profile.Email) is { } wrong)
        {
            return wrong;
        }

        user.Profile.Name = name is null ? user.Profile.Name : name.Trim() is { Length: > 0 } given ? given : null;
        (user.Row.Active, user.Row.ShutOutByDirectory) = active is { } wanted ? (wanted, false) : (user.Row.Active, user.Row.ShutOutByDirectory);
        if (await people.UpdateAsync(user) is { Succeeded: false } failed)
        {
            return Conflict(Accounts.Explain(failed));
        }

        if (active is { } lets)
        {
            await grains.GetUser(id).SetActiveAsync(lets, CancellationToken.None);
        }

        return password is not null && await accounts.SetPasswordAsync(user, password, null) is { } problem ? Conflict(problem) : Answer(id, user);
    }

    private static async Task<IResult> DeleteAsync(string id, UserManager<GatewayUser> people, Accounts accounts)
    {
        if (await FindAsync(people, id) is not { } user)
        {
            return NotFound(id);
        }

        await accounts.DeleteAsync(user);
        return TypedResults.Json(new DeletedUserView(id, "user.deleted", true), AdminJson.Default.DeletedUserView);
    }

    private static ApiProblem? Check(string? name, string? password, string email) =>
        Wrong("name", UserRules.CheckName(name)) ?? (password is null ? null : Wrong("password", UserRules.CheckPassword(password, email)));

    private static ApiProblem? Wrong(string param, string? problem) => problem is null ? null : ApiProblem.BadRequest(problem, param);

    private static ApiProblem Conflict(string problem) => new(409, new ApiError(problem, "invalid_request_error", null, "conflict"));

    private static IResult Answer(string id, GatewayUser? user) => user is null ? NotFound(id) : TypedResults.Json(UserView.From(user), AdminJson.Default.UserView);

    [GeneratedRegex(@"^usr_[0-9a-f]{24}\z")]
    private static partial Regex Id();
}
