using LlmGateway.Silo.Hosting;
using Microsoft.Extensions.Options;

namespace LlmGateway.Silo.Scim;

/// <summary>Where a tenant's resources lie, for those who read an answer.</summary>
/// <param name="Root">Without a slash at the end.</param>
internal readonly record struct ScimAddress(string Root)
{
    public static ScimAddress Of(HttpContext http)
    {
        var gateway = http.RequestServices.GetRequiredService<IOptions<GatewayOptions>>().Value.PublicUrl?.TrimEnd('/') ?? $"{http.Request.Scheme}://{http.Request.Host}";
        return new ScimAddress($"{gateway}/scim/v2/{http.GetRouteValue("tenant")}");
    }

    public string User(string id) => $"{Root}/Users/{id}";

    public string Group(string id) => $"{Root}/Groups/{id}";
}
