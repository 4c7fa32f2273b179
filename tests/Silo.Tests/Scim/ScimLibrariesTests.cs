using System.Text.Json.Nodes;
using LlmGateway.Silo.Tests.Hosting;
using LlmGateway.Silo.Tests.Http;

namespace LlmGateway.Silo.Tests.Scim;

/// <summary>Public SCIM libraries, against which answers, filters and patches are held.</summary>
public sealed class ScimLibrariesTests(SharedSilo shared)
{
    private static readonly NodeFolder Folder = new(Path.Combine("Scim", "client"));

    [Fact]
    public async Task SchemasResourcesFiltersPatchesErrors_LikeThoseOfPublicLibraries()
    {
        using var directory = await TenantDirectory.CreateAsync(shared);

        var report = await Folder.RunScriptAsync("compare.mjs", $"{shared.Silo.Address.ToString().TrimEnd('/')}/scim/v2/{directory.Tenant}", directory.Key);

        report["differences"]!.AsArray().ShouldBeEmpty(report.ToJsonString());
        report["counts"]!.AsObject().ShouldAllBe(count => count.Value!.GetValue<int>() > 0);
        (Count(report, "filters"), Count(report, "patches")).ShouldBe((31, 14));
    }

    private static int Count(JsonNode report, string what) => report["counts"]![what]!.GetValue<int>();
}
