using System.Globalization;
using System.Text.Json.Nodes;

namespace LlmGateway.Silo.Scim;

/// <summary>An error answer in SCIM's shape.</summary>
/// <param name="status">HTTP status.</param>
/// <param name="scimType">What kind of mistake it was, one of <see cref="ScimErrors"/>'s; null where SCIM has no word for it.</param>
/// <param name="detail">What is wrong and what to change.</param>
internal sealed class ScimProblem(int status, string? scimType, string detail) : IResult
{
    private static readonly PathString Root = "/scim";

    /// <summary>Whether a request's errors have this shape.</summary>
    public static bool Speaks(HttpContext http) => http.Request.Path.StartsWithSegments(Root, StringComparison.OrdinalIgnoreCase);

    public Task ExecuteAsync(HttpContext httpContext)
    {
        JsonObject body = new()
        {
            ["schemas"] = new JsonArray(ScimUrns.Error),
            ["status"] = status.ToString(CultureInfo.InvariantCulture),
            ["detail"] = detail,
        };
        if (scimType is not null)
        {
            body["scimType"] = scimType;
        }

        return new ScimAnswer(body, status).ExecuteAsync(httpContext);
    }
}
