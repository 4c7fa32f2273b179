using System.Text.Json.Nodes;

namespace LlmGateway.Silo.Tests.Http;

/// <summary>A whole HTTP answer.</summary>
/// <param name="Status">Its status.</param>
/// <param name="Headers">All headers, by name in any case; several values are joined by commas.</param>
/// <param name="Body">Its text.</param>
public sealed record Answer(int Status, IReadOnlyDictionary<string, string> Headers, string Body)
{
    public JsonNode Json => JsonNode.Parse(Body)!;

    /// <summary>The error of an error answer, checked for its shape.</summary>
    public JsonObject Error
    {
        get
        {
            var body = Json.AsObject();
            body.Select(member => member.Key).ShouldBe(["error"], Body);
            var error = body["error"]!.AsObject();
            error.Select(member => member.Key).ShouldBe(["message", "type", "param", "code"], ignoreOrder: true, Body);
            return error;
        }
    }

    /// <summary>The answer itself, if it has this status.</summary>
    public Answer With(int status)
    {
        Status.ShouldBe(status, Body);
        return this;
    }

    public static async Task<Answer> ReadAsync(HttpResponseMessage response)
    {
        var headers = response.Headers.Concat(response.Content.Headers).ToDictionary(header => header.Key, header => string.Join(",", header.Value), StringComparer.OrdinalIgnoreCase);
        return new Answer((int)response.StatusCode, headers, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }
}
