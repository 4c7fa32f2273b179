using LlmGateway.Silo.Auth.Access;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Mvc;

namespace LlmGateway.Silo.Users;

/// <summary>What the forms of the account pages are sent to. Each answers with 303 to a page.</summary>
internal static class AccountApi
{
    private const int MaxBodyBytes = 256 * 1024;

    public static void MapAccounts(this IEndpointRouteBuilder routes)
    {
        var account = routes.MapGroup("/account")
            .WithMetadata(new RequireAntiforgeryTokenAttribute(), new RequestSizeLimitAttribute(MaxBodyBytes))
            .AddEndpointFilter(CheckAsync)
            .ExcludeFromDescription()
            .Open("people come to sign in, and change what is theirs");
        account.MapSignIn();
        account.MapSetup();
        account.MapReset();

        var own = account.MapGroup("").RequireAuthorization();
        own.MapPassword();
        own.MapTwoFactor();
        own.MapProfile();
    }

    /// <summary>Where a page is to be shown, with a note on it.</summary>
    public static SeeOther To(this HttpContext http, string url, Note note)
    {
        http.RequestServices.GetRequiredService<Notes>().Leave(http, note);
        return new SeeOther(url);
    }

    private static ValueTask<object?> CheckAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var http = context.HttpContext;
        return http.Features.Get<IAntiforgeryValidationFeature>() is { IsValid: true } && http.Request.HasFormContentType
            ? next(context)
            : ValueTask.FromResult<object?>(TypedResults.Text("This form is out of date. Go back, load the page again, and send it once more.", statusCode: StatusCodes.Status400BadRequest));
    }
}
