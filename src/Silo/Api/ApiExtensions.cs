using System.Text.Json.Serialization;
using LlmGateway.Silo.Api.Admin;
using LlmGateway.Silo.Api.Audit;
using LlmGateway.Silo.Api.Health;
using LlmGateway.Silo.Api.OpenAI;
using LlmGateway.Silo.Api.Organization;
using LlmGateway.Silo.Api.Requests;
using LlmGateway.Silo.Api.Upstreams;
using LlmGateway.Silo.Auth;
using LlmGateway.Silo.Auth.Access;
using LlmGateway.Silo.OAuth;
using LlmGateway.Silo.Scim;
using Scalar.AspNetCore;

namespace LlmGateway.Silo.Api;

/// <summary>All HTTP endpoints and their documents.</summary>
internal static class ApiExtensions
{
    private const string DataPlane = "v1";
    private const string AdminPlane = "admin";

    public static IServiceCollection AddGatewayApi(this IServiceCollection services)
    {
        services.AddOpenApi(DataPlane, options => OpenApiShapes.Describe(options, DataPlane, "LlmGateway API", "An API key, sk-gw-…"));
        services.AddOpenApi(AdminPlane, options => OpenApiShapes.Describe(options, AdminPlane, "LlmGateway admin API", "The admin key, ak-gw-…"));
        services.AddOpenApi(ScimExtensions.Document, options => OpenApiShapes.Describe(options, ScimExtensions.Document, "LlmGateway SCIM API", "An API key with the scope 'scim'"));
        services.AddSingleton<Admission>();
        services.AddSingleton<UpstreamClient>();
        services.AddSingleton<UpstreamRelay>();
        services.ConfigureHttpJsonOptions(options =>
        {
            options.SerializerOptions.TypeInfoResolverChain.Insert(0, ApiJson.Wire);
            options.SerializerOptions.TypeInfoResolverChain.Insert(1, AdminJson.Default);
            options.SerializerOptions.TypeInfoResolverChain.Insert(2, OrganizationJson.Default);
            options.SerializerOptions.NumberHandling = JsonNumberHandling.Strict;
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
        data.MapOrganization();

        var admin = routes.MapGroup("/admin/v1").WithGroupName(AdminPlane).RequireAuthorization(AuthExtensions.Admin).Audited();
        admin.MapTenants();
        admin.MapMembers();
        admin.MapRoles();
        admin.MapGroups();
        admin.MapGrants();
        admin.MapCaller();
        admin.MapUsers();
        admin.MapAudit();
        admin.MapLimits();
        admin.MapBudgets();
        admin.MapPrices();
        admin.MapUsage();
        admin.MapInvoices();
        admin.MapReconcile();
        admin.MapUpstreams();
        admin.MapDataKeys();
        admin.MapLogs();
        admin.MapOAuthClients();

        routes.MapHealth();
        routes.MapPrometheusScrapingEndpoint().Open("scraped by collectors inside the network");
        routes.MapOpenApi().Open("the API's description is no secret");
        routes.MapScalarApiReference("/docs", options => options
            .WithTitle("LlmGateway API")
            // Nothing of the page leaves this machine: no fonts, assistants or tools of others.
            .DisableDefaultFonts()
            .DisableAgent()
            .DisableTelemetry()
            .HideDeveloperTools()
            .AddDocument(DataPlane, "API").AddDocument(AdminPlane, "Admin API").AddDocument(ScimExtensions.Document, "SCIM"))
            .Open("the API's description is no secret");
    }
}
