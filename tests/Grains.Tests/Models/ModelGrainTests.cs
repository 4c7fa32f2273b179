using LlmGateway.Grains.Models;
using LlmGateway.Grains.Replicas;

namespace LlmGateway.Grains.Tests.Models;

public sealed class ModelGrainTests(GrainCluster cluster)
{
    private readonly string _name = GrainCluster.NewName("model");

    [Fact]
    public async Task Deploy_EverySiloRoutesToTheReplicas()
    {
        await DeployAsync(replicas: 2);

        foreach (var silo in cluster.Silos)
        {
            var route = await GrainCluster.RouteAsync(silo, _name, AllReady);
            route.Replicas.Select(replica => replica.Id).ShouldBe([$"{_name}@v1/0", $"{_name}@v1/1"]);
            route.Replicas[0].Model.ShouldNotBeNull().ContextTokens.ShouldBe(100);
        }
    }

    [Fact]
    public async Task Deploy_UnusableFile_RouteSaysWhy()
    {
        await DeployAsync(path: $"bad-{_name}");

        var route = await GrainCluster.RouteAsync(cluster.Silos[0], _name, route => route.Replicas.All(replica => replica.State == ReplicaState.Failed));
        route.Replicas[0].Error.ShouldNotBeNull().ShouldContain("it is bad");
    }

    [Fact]
    public async Task LostEngine_IsLoadedAgain()
    {
        await DeployAsync();
        var first = await cluster.Engines.NextAsync(_name);
        await GrainCluster.RouteAsync(cluster.Silos[0], _name, AllReady);

        first.Lose();

        (await cluster.Engines.NextAsync(_name)).ShouldNotBeSameAs(first);
        await GrainCluster.RouteAsync(cluster.Silos[0], _name, AllReady);
        first.Disposed.ShouldBeTrue();
    }

    [Fact]
    public async Task Redeploy_OtherVersion_ReplacesTheReplicas()
    {
        await DeployAsync();
        var first = await cluster.Engines.NextAsync(_name);
        await GrainCluster.RouteAsync(cluster.Silos[0], _name, AllReady);

        await cluster.Grains.GetModel(_name).DeployAsync(new ModelDeployment { Name = _name, Version = "v2", Path = _name });

        var route = await GrainCluster.RouteAsync(cluster.Silos[1], _name, route => route.Version == "v2" && AllReady(route));
        route.FullName.ShouldBe($"{_name}@v2");
        first.Disposed.ShouldBeTrue();
    }

    [Fact]
    public async Task Redeploy_Unchanged_KeepsTheReplicas()
    {
        await DeployAsync();
        var first = await cluster.Engines.NextAsync(_name);
        await GrainCluster.RouteAsync(cluster.Silos[0], _name, AllReady);

        await DeployAsync();

        first.Disposed.ShouldBeFalse();
    }

    [Fact]
    public async Task Undeploy_UnloadsAndWithdraws()
    {
        await DeployAsync();
        var engine = await cluster.Engines.NextAsync(_name);
        await GrainCluster.RouteAsync(cluster.Silos[0], _name, AllReady);

        await cluster.Grains.GetModel(_name).UndeployAsync();

        engine.Disposed.ShouldBeTrue();
        (await cluster.Grains.GetModelCatalog().GetRoutesAsync()).Models.ShouldNotContainKey(_name);
    }

    private Task DeployAsync(int replicas = 1, string? path = null) =>
        cluster.Grains.GetModel(_name).DeployAsync(new ModelDeployment { Name = _name, Version = "v1", Path = path ?? _name, Replicas = replicas });

    private static bool AllReady(ModelRoute route) => route.Replicas.All(replica => replica.State == ReplicaState.Ready);
}
