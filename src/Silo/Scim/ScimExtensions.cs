using LlmGateway.Grains.Keys;
using LlmGateway.Silo.Api.Admin;
using LlmGateway.Silo.Auth;
using LlmGateway.Silo.Auth.Access;
using LlmGateway.Silo.Scim.Groups;
using LlmGateway.Silo.Scim.Users;

namespace LlmGateway.Silo.Scim;

/// <summary>SCIM 2.0: a tenant's directory says who its members are. Source: RFC 7643 and RFC 7644, docs/decisions/0015.</summary>
internal static class ScimExtensions
{
    /// <summary>Name of the API's document.</summary>
    public const string Document = "scim";

    public static IServiceCollection AddScim(this IServiceCollection services)
    {
        services.AddOptionsWithValidateOnStart<ScimOptions>().BindConfiguration(ScimOptions.Section).ValidateDataAnnotations();
        services.AddSingleton<ScimUserStore>();
        services.AddSingleton<ScimGroups>();
        services.AddScoped<DirectoryAccounts>();
        services.AddScoped<ScimUsers>();
        return services;
    }

    public static void MapScim(this IEndpointRouteBuilder routes)
    {
        var scim = routes.MapGroup("/scim/v2/{tenant}").WithGroupName(Document).RequiresScope(KeyScopes.Scim).AddEndpointFilter(AnswerAsync);
        scim.MapScimDiscovery();
        scim.MapScimUsers();
        scim.MapScimGroups();
    }

    // A key opens its own tenant's directory. Others look to it as if they did not exist.
    private static async ValueTask<object?> AnswerAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var tenant = context.HttpContext.GetRouteValue("tenant") as string ?? "";
        if (context.HttpContext.Key().TenantId != tenant)
        {
            return TenantsApi.NotFound(tenant);
        }

        try
        {
            return await next(context);
        }
        catch (ScimException e)
        {
            return e.Problem;
        }
    }
}
