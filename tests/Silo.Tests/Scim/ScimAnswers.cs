using System.Globalization;
using System.Text.Json.Nodes;
using LlmGateway.Silo.Tests.Http;

namespace LlmGateway.Silo.Tests.Scim;

/// <summary>Reads answers in SCIM's shapes.</summary>
internal static class ScimAnswers
{
    /// <summary>The error of an answer, checked for its shape.</summary>
    public static JsonObject Refused(this Answer answer, int status, string? scimType = null)
    {
        answer.With(status).Headers["Content-Type"].ShouldStartWith("application/scim+json");
        var error = answer.Json.AsObject();
        error["schemas"]!.AsArray().Select(name => name!.GetValue<string>()).ShouldBe(["urn:ietf:params:scim:api:messages:2.0:Error"], answer.Body);
        error["status"]!.GetValue<string>().ShouldBe(status.ToString(CultureInfo.InvariantCulture));
        error["detail"]!.GetValue<string>().ShouldNotBeEmpty();
        error["scimType"]?.GetValue<string>().ShouldBe(scimType, answer.Body);
        error.ContainsKey("scimType").ShouldBe(scimType is not null, answer.Body);
        return error;
    }

    /// <summary>The resources of a list, checked for its shape.</summary>
    public static IReadOnlyList<JsonNode> Resources(this Answer answer)
    {
        var list = answer.With(200).Json;
        list["schemas"]!.AsArray().Single()!.GetValue<string>().ShouldBe("urn:ietf:params:scim:api:messages:2.0:ListResponse");
        var resources = list["Resources"]!.AsArray();
        list["itemsPerPage"]!.GetValue<int>().ShouldBe(resources.Count);
        return [.. resources.Select(resource => resource!)];
    }

    /// <summary>The values of one attribute of a list's resources.</summary>
    public static IEnumerable<string> All(this Answer answer, string attribute) => answer.Resources().Select(resource => resource[attribute]!.GetValue<string>());

    /// <summary>How many resources there are on all pages.</summary>
    public static int Total(this Answer answer) => answer.With(200).Json["totalResults"]!.GetValue<int>();
}
