using System.Text.Json.Serialization;
using LlmGateway.Silo.Api.OpenAI;
using LlmGateway.Silo.Auth.Access;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace LlmGateway.Silo.Api;

/// <summary>Tells the OpenAPI documents what reflection can't see: authentication, and values that may be of several kinds.</summary>
internal static class OpenApiShapes
{
    private const string Bearer = "bearer";
    private const string Permission = "x-permission";
    private const string Place = "x-permission-in";

    public static void Describe(OpenApiOptions options, string group, string title, string key)
    {
        options.ShouldInclude = description => description.GroupName == group;
        options.AddDocumentTransformer((document, _, _) =>
        {
            document.Info = new OpenApiInfo { Title = title, Version = "1" };
            document.Servers = []; // Where the silo is reached is the reader's knowledge, not the document's.
            document.Components ??= new OpenApiComponents();
            document.Components.SecuritySchemes = new Dictionary<string, IOpenApiSecurityScheme>
            {
                [Bearer] = new OpenApiSecurityScheme { Type = SecuritySchemeType.Http, Scheme = Bearer, Description = key },
            };
            document.Security = [new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(Bearer, document)] = [] }];
            return Task.CompletedTask;
        });
        options.AddOperationTransformer((operation, context, _) =>
        {
            if (context.Description.ActionDescriptor.EndpointMetadata.OfType<RequiredPermission>().LastOrDefault() is { } required)
            {
                operation.AddExtension(Permission, new JsonNodeExtension(required.Place == PermissionPlace.Anywhere ? "" : required.Permission));
                operation.AddExtension(Place, new JsonNodeExtension(PlaceOf(required.Place)));
            }

            return Task.CompletedTask;
        });
        options.AddSchemaTransformer((schema, context, _) =>
        {
            var converter = context.JsonPropertyInfo?.AttributeProvider?.GetCustomAttributes(typeof(JsonConverterAttribute), inherit: false)
                .OfType<JsonConverterAttribute>().FirstOrDefault()?.ConverterType;
            if (KindsOf(converter) is { } kinds)
            {
                (schema.Type, schema.Items, schema.AnyOf) = (null, null, kinds);
            }

            return Task.CompletedTask;
        });
    }

    private static List<IOpenApiSchema>? KindsOf(Type? converter) => converter?.Name switch
    {
        nameof(StopConverter) => [Of(JsonSchemaType.String), ListOf(Of(JsonSchemaType.String)), Of(JsonSchemaType.Null)],
        nameof(ContentConverter) => [Of(JsonSchemaType.String), ListOf(TextPart()), Of(JsonSchemaType.Null)],
        nameof(PromptsConverter) =>
            [Of(JsonSchemaType.String), ListOf(Of(JsonSchemaType.String)), ListOf(Of(JsonSchemaType.Integer)), ListOf(ListOf(Of(JsonSchemaType.Integer)))],
        nameof(VectorConverter) => [ListOf(Of(JsonSchemaType.Number)), Of(JsonSchemaType.String)],
        _ => null,
    };

    // Where the caller must have the permission.
    private static string PlaceOf(PermissionPlace place) => place switch
    {
        PermissionPlace.Platform => "platform",
        PermissionPlace.TenantOfQuery => "tenant of the query, else platform",
        PermissionPlace.Anywhere => "anywhere",
        _ => "tenant",
    };

    private static OpenApiSchema Of(JsonSchemaType type) => new() { Type = type };

    private static OpenApiSchema ListOf(OpenApiSchema item) => new() { Type = JsonSchemaType.Array, Items = item };

    private static OpenApiSchema TextPart() => new()
    {
        Type = JsonSchemaType.Object,
        Required = new HashSet<string> { "type", "text" },
        Properties = new Dictionary<string, IOpenApiSchema> { ["type"] = Of(JsonSchemaType.String), ["text"] = Of(JsonSchemaType.String) },
    };
}
