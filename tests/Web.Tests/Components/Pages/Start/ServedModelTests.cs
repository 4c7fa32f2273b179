using System.Collections.Immutable;
using LlmGateway.Grains.Models;
using LlmGateway.Grains.Replicas;
using LlmGateway.Grains.Upstreams;
using LlmGateway.Web.Components.Pages.Start;
using LlmGateway.Web.Tests.Fakes;

namespace LlmGateway.Web.Tests.Components.Pages.Start;

public sealed class ServedModelTests
{
    public static TheoryData<ModelRoute, ReplicaState> States => new()
    {
        { Routes.Model("m"), ReplicaState.Stopped },
        { Routes.Model("m", Routes.Stopped()), ReplicaState.Stopped },
        { Routes.Model("m", Routes.Stopped(), Routes.Failed("x")), ReplicaState.Failed },
        { Routes.Model("m", Routes.Failed("x"), Routes.Loading()), ReplicaState.Loading },
        { Routes.Model("m", Routes.Failed("x"), Routes.Loading(), Routes.Ready()), ReplicaState.Ready },
    };

    [Theory]
    [MemberData(nameof(States), DisableDiscoveryEnumeration = true)]
    public void From_SeveralReplicas_BestState(ModelRoute route, ReplicaState expected)
        => ServedModel.From(route).State.ShouldBe(expected);

    [Fact]
    public void From_SeveralReplicas_EachDeviceAndReasonOnce()
    {
        var model = ServedModel.From(Routes.Model(
            "m", Routes.Ready("GPU 1"), Routes.Ready("GPU 0"), Routes.Ready("GPU 1"), Routes.Failed("no memory"), Routes.Failed("no memory"), Routes.Failed(" ")));

        model.Devices.ShouldBe(["GPU 0", "GPU 1"]);
        model.Errors.ShouldBe(["no memory"]);
        (model.ReadyReplicas, model.Replicas).ShouldBe((3, 6));
    }

    [Fact]
    public void From_UpstreamOnly_IsReadyAndSaysWhoAnswers()
    {
        var upstream = new Upstream { Name = "provider", BaseUrl = new Uri("https://example.com/v1"), Models = ImmutableDictionary<string, string>.Empty, Timeout = TimeSpan.FromMinutes(1), DefaultMaxTokens = 1 };

        var model = ServedModel.From(Routes.Model("m") with { Upstreams = [upstream] });

        model.State.ShouldBe(ReplicaState.Ready);
        model.Upstreams.ShouldBe(["provider"]);
    }
}
