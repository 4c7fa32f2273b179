using LlmGateway.Grains.Access;
using LlmGateway.Silo.Tests.Hosting;
using LlmGateway.Testing;

namespace LlmGateway.Silo.Tests.Access;

public sealed class PermissionTableTests(SharedSilo shared)
{
    [Fact]
    public async Task Endpoints_TimesRoles_AsCommitted()
    {
        var table = PermissionTable.Render(await PermissionTable.ReadAsync(shared));

        var committed = await File.ReadAllTextAsync(Path.Combine(RepositoryFiles.Root, "docs", "permissions.md"), TestContext.Current.CancellationToken);
        committed[committed.IndexOf("| endpoint", StringComparison.Ordinal)..].ReplaceLineEndings("\n").ShouldBe(table, "docs/permissions.md must hold this table.");
    }

    [Fact]
    public async Task Endpoints_Each_AsksForAPermissionThatExists()
    {
        var endpoints = await PermissionTable.ReadAsync(shared);

        endpoints.ShouldNotBeEmpty();
        endpoints.ShouldAllBe(endpoint => endpoint.Permission == "" || (endpoint.Permission != null && Permissions.Exists(endpoint.Permission)));
    }
}
