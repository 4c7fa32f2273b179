using LlmGateway.Grains;
using LlmGateway.Grains.Access;
using LlmGateway.Grains.Silos;
using LlmGateway.Silo.Api.Audit;
using LlmGateway.Silo.Api.OpenAI;
using LlmGateway.Silo.Auth;
using LlmGateway.Silo.Auth.Access;
using LlmGateway.Storage;

namespace LlmGateway.Silo.Api.Admin;

/// <summary><c>/admin/v1/tenants/{t}/data-key</c>.</summary>
internal static class DataKeysApi
{
    public static void MapDataKeys(this IEndpointRouteBuilder routes) =>
        routes.MapPost("/tenants/{tenant}/data-key/rotate", RotateAsync)
            .Requires(Permissions.DataKeysRotate)
            .WithTags("Tenants")
            .Produces<DataKeyView>()
            .Produces<ApiErrorBody>(404)
            .Audited("data-key.rotate").WithSummary("Makes a new key for what is stored of a tenant from now on; what is stored already stays readable.");

    private static async Task<IResult> RotateAsync(string tenant, IGrainFactory grains, Sealer sealer, SiloMemories memories, CancellationToken cancellationToken)
    {
        if (!TenantsApi.IsId(tenant) || await grains.GetTenant(tenant).GetAsync(cancellationToken) is null)
        {
            return TenantsApi.NotFound(tenant);
        }

        var version = await sealer.RotateAsync(tenant, cancellationToken);
        await memories.ForgetDataKeysAsync(tenant);
        return TypedResults.Json(new DataKeyView("data_key", tenant, version), AdminJson.Default.DataKeyView);
    }
}
