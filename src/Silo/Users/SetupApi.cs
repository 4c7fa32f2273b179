using LlmGateway.Silo.Auth;
using LlmGateway.Storage;

namespace LlmGateway.Silo.Users;

/// <summary>Making the first user, with the admin key.</summary>
internal static class SetupApi
{
    private const string Page = "/setup";
    private const string Action = "account.setup";

    public static void MapSetup(this IEndpointRouteBuilder account) => account.MapPost("/setup", SetUpAsync);

    private static async Task<IResult> SetUpAsync(HttpContext http, Accounts accounts, SignIns signIns, AdminKey adminKey, FailedAttempts attempts, IGrainFactory grains, GatewayDatabase database)
    {
        var form = await http.Request.ReadFormAsync(http.RequestAborted);
        var (email, name, password) = (form.Line("email"), form.Line("name"), form.Text("password"));
        await using var turn = await database.LockAsync("setup", http.RequestAborted); // Of two that come at once, one is first.
        if (await accounts.AnyAsync(http.RequestAborted))
        {
            return http.To("/sign-in", new Note { Error = "There are users already. Sign in, or ask an administrator for an account." });
        }

        if (!adminKey.Matches(form.Line("adminKey")))
        {
            var error = await grains.RefuseAsync(http, attempts, Action, null, "This is not the admin key. It is in the file admin.key in the gateway's data directory, unless LLMGW_ADMIN_KEY sets it.");
            return http.To(Page, new Note { Error = error, Email = email, Name = name });
        }

        if ((UserRules.CheckEmail(email) ?? UserRules.CheckName(name) ?? UserRules.CheckPassword(password, email)) is { } wrong)
        {
            return http.To(Page, new Note { Error = wrong, Email = email, Name = name });
        }

        var (user, problem) = await accounts.CreateAsync(email, name, password, platformAdmin: true);
        if (user is null)
        {
            return http.To(Page, new Note { Error = problem, Email = email, Name = name });
        }

        await grains.AuditAsync(http, Action, user.Id, right: true);
        await signIns.StartAsync(http, user);
        return http.To("/account", new Note { Notice = "Your account is made." });
    }
}
