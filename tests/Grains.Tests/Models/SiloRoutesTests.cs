using System.Collections.Immutable;
using LlmGateway.Grains.Models;

namespace LlmGateway.Grains.Tests.Models;

public sealed class SiloRoutesTests
{
    private readonly SiloRoutes _routes = new();

    [Fact]
    public void Use_OlderTable_IsIgnored()
    {
        _routes.Use(Table(2, "new"));
        _routes.Use(Table(1, "old"));

        _routes.Find("new").ShouldNotBeNull();
        _routes.Find("old").ShouldBeNull();
    }

    [Theory]
    [InlineData("m", true)]
    [InlineData("m@v1", true)]
    [InlineData("m@v2", false)]
    [InlineData("m@", false)]
    [InlineData("@v1", false)]
    [InlineData("", false)]
    public void Find_NameOrVersion(string model, bool found)
    {
        _routes.Use(Table(1, "m"));

        (_routes.Find(model) is not null).ShouldBe(found);
    }

    private static RouteTable Table(long revision, string name) =>
        new(revision, ImmutableDictionary<string, ModelRoute>.Empty.Add(name, new ModelRoute { Name = name, Version = "v1" }));
}
