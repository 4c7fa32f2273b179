using System.Text.Json.Nodes;
using LlmGateway.Silo.Scim.Resources;
using LlmGateway.Silo.Scim.Schema;

namespace LlmGateway.Silo.Scim;

/// <summary>What directories ask first: what the gateway can do, and what it keeps. Source: RFC 7644, section 4.</summary>
internal static class ScimDiscoveryApi
{
    private static readonly ScimSchema[] Schemas = [ScimSchemas.User, ScimSchemas.Group];

    public static void MapScimDiscovery(this IEndpointRouteBuilder routes)
    {
        var discovery = routes.MapGroup("").WithTags("Discovery");
        discovery.MapGet("/ServiceProviderConfig", Config).WithName("scimConfig").WithSummary("What of SCIM there is.");
        discovery.MapGet("/ResourceTypes", (HttpContext http) => List(http, schema => schema.DescribeType(ScimAddress.Of(http).Root))).WithName("scimListTypes").WithSummary("Users and groups.");
        discovery.MapGet("/ResourceTypes/{id}", (string id, HttpContext http) => One(id, "resource type", schema => schema.Name, schema => schema.DescribeType(ScimAddress.Of(http).Root)))
            .WithName("scimGetType").WithSummary("Users, or groups.");
        discovery.MapGet("/Schemas", (HttpContext http) => List(http, schema => schema.Describe(ScimAddress.Of(http).Root))).WithName("scimListSchemas").WithSummary("The attributes that are kept.");
        discovery.MapGet("/Schemas/{id}", (string id, HttpContext http) => One(id, "schema", schema => schema.Id, schema => schema.Describe(ScimAddress.Of(http).Root)))
            .WithName("scimGetSchema").WithSummary("The attributes that are kept of users, or of groups.");
    }

    private static ScimAnswer Config(HttpContext http)
    {
        RefuseFilter(http);
        return new ScimAnswer(new JsonObject
        {
            ["schemas"] = new JsonArray(ScimUrns.ServiceProviderConfig),
            ["patch"] = new JsonObject { ["supported"] = true },
            ["bulk"] = new JsonObject { ["supported"] = false, ["maxOperations"] = 0, ["maxPayloadSize"] = 0 },
            ["filter"] = new JsonObject { ["supported"] = true, ["maxResults"] = ScimQuery.MaxCount },
            ["changePassword"] = new JsonObject { ["supported"] = false },
            ["sort"] = new JsonObject { ["supported"] = true },
            ["etag"] = new JsonObject { ["supported"] = true },
            ["authenticationSchemes"] = new JsonArray(new JsonObject
            {
                ["type"] = "oauthbearertoken",
                ["name"] = "Bearer token",
                ["description"] = "An API key of the tenant with the scope 'scim' alone.",
                ["specUri"] = "https://www.rfc-editor.org/info/rfc6750",
                ["primary"] = true,
            }),
            ["meta"] = new JsonObject { ["resourceType"] = "ServiceProviderConfig", ["location"] = $"{ScimAddress.Of(http).Root}/ServiceProviderConfig" },
        });
    }

    private static ScimAnswer List(HttpContext http, Func<ScimSchema, JsonObject> describe)
    {
        RefuseFilter(http);
        return new ScimAnswer(new JsonObject
        {
            ["schemas"] = new JsonArray(ScimUrns.ListResponse),
            ["totalResults"] = Schemas.Length,
            ["startIndex"] = 1,
            ["itemsPerPage"] = Schemas.Length,
            ["Resources"] = new JsonArray([.. Schemas.Select(describe)]),
        });
    }

    private static ScimAnswer One(string id, string kind, Func<ScimSchema, string> name, Func<ScimSchema, JsonObject> describe) =>
        new(describe(Array.Find(Schemas, schema => name(schema).Equals(id, StringComparison.OrdinalIgnoreCase)) ?? throw ScimErrors.NotFound(kind, id)));

    // The RFC wants a refusal rather than a list that looks filtered.
    private static void RefuseFilter(HttpContext http)
    {
        if (http.Request.Query.ContainsKey("filter"))
        {
            throw ScimErrors.Forbidden("What the gateway can do takes no 'filter'.");
        }
    }
}
