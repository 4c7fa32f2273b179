using LlmGateway.Silo.Api.Admin;
using LlmGateway.Silo.Api.Health;
using LlmGateway.Silo.Api.OpenAI;
using LlmGateway.Silo.Auth;
using Microsoft.AspNetCore.OpenApi;
using Scalar.AspNetCore;

namespace LlmGateway.Silo.Api;

/// <summary>All HTTP endpoints and their documents.</summary>
internal static class ApiExtensions
{
    private const string DataPlane = "v1";
    private const string AdminPlane = "admin";

    public static IServiceCollection AddGatewayApi(this IServiceCollection services)
    {
        services.AddOpenApi(DataPlane, options => Describe(options, DataPlane, "LlmGateway API", "Authorization: Bearer with an API key, sk-gw-…"));
        services.AddOpenApi(AdminPlane, options => Describe(options, AdminPlane, "LlmGateway admin API", "Authorization: Bearer with the admin key, ak-gw-…"));
        services.ConfigureHttpJsonOptions(options =>
        {
            options.SerializerOptions.TypeInfoResolverChain.Insert(0, ApiJson.Wire);
            options.SerializerOptions.TypeInfoResolverChain.Insert(1, AdminJson.Default);
            options.SerializerOptions.PropertyNamingPolicy = ApiJson.Wire.Options.PropertyNamingPolicy;
        });
        return services;
    }

    public static void MapGatewayApi(this IEndpointRouteBuilder routes)
    {
        var data = routes.MapGroup("/v1").WithGroupName(DataPlane);
        data.MapModels();
        data.MapChat();
        data.MapCompletions();
        data.MapEmbeddings();
        data.MapTokenize();

        var admin = routes.MapGroup("/admin/v1").WithGroupName(AdminPlane).RequireAuthorization(AuthExtensions.Admin);
        admin.MapTenants();

        routes.MapHealth();
        routes.MapPrometheusScrapingEndpoint();
        routes.MapOpenApi();
        routes.MapScalarApiReference("/docs", options => options.WithTitle("LlmGateway API").AddDocument(DataPlane, "API").AddDocument(AdminPlane, "Admin API"));
    }

    private static void Describe(OpenApiOptions options, string group, string title, string authentication)
    {
        options.ShouldInclude = description => description.GroupName == group;
        options.AddDocumentTransformer((document, _, _) =>
        {
            document.Info = new() { Title = title, Version = "1", Description = authentication };
            return Task.CompletedTask;
        });
    }
}
