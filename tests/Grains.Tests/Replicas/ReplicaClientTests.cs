using LlmGateway.Grains.Models;
using LlmGateway.Grains.Replicas;
using Microsoft.Extensions.DependencyInjection;

namespace LlmGateway.Grains.Tests.Replicas;

public sealed class ReplicaClientTests(GrainCluster cluster)
{
    private readonly string _name = GrainCluster.NewName("model");

    // The replica is on one of the two silos: one of them calls it directly, the other through its grain.
    [Fact]
    public async Task Generate_FromEverySilo_StreamsTheWholeAnswer()
    {
        var replica = await DeployAsync();

        foreach (var silo in cluster.Silos)
        {
            var chunks = await Client(silo).GenerateAsync(replica, Request("one two three")).ToListAsync();

            chunks[0].ShouldBe(new GenerationStartedChunk(3));
            chunks.OfType<TextChunk>().Select(chunk => chunk.Text).ShouldBe(["one", "two", "three"]);
            chunks[^1].ShouldBe(new GenerationFinishedChunk(FinishReason.Stop, new TokenUsage(3, 3, 0)));
        }
    }

    [Fact]
    public async Task Generate_Refused_EndsWithTheReason()
    {
        var replica = await DeployAsync();

        foreach (var silo in cluster.Silos)
        {
            var chunks = await Client(silo).GenerateAsync(replica, new GenerateRequest { Prompt = new Prompt { Tokens = [1] } }).ToListAsync();

            chunks.ShouldHaveSingleItem().ShouldBe(new GenerationFailedChunk(new ReplicaError(ReplicaErrorCode.InvalidRequest, "Only text is understood.")));
        }
    }

    [Fact]
    public async Task Generate_EngineLost_EndsAsUnavailable()
    {
        var replica = await DeployAsync();
        var engine = await cluster.Engines.NextAsync(_name);
        await using var chunks = Client(cluster.Silos[0]).GenerateAsync(replica, Request(FakeEngine.Endless)).GetAsyncEnumerator();
        await chunks.MoveNextAsync();

        engine.Lose();
        while (await chunks.MoveNextAsync() && chunks.Current is not GenerationFailedChunk)
        {
        }

        var failed = chunks.Current.ShouldBeOfType<GenerationFailedChunk>();
        failed.Error.Code.ShouldBe(ReplicaErrorCode.Unavailable);
        failed.Usage.ShouldBe(new TokenUsage(2, 2, 0));
    }

    [Fact]
    public async Task Generate_CancelledOnAnySilo_EndsWithTheEnginesCount()
    {
        foreach (var silo in cluster.Silos)
        {
            var name = GrainCluster.NewName("model");
            var replica = await DeployAsync(name);
            var engine = await cluster.Engines.NextAsync(name);
            using CancellationTokenSource leave = new();
            await using var chunks = Client(silo).GenerateAsync(replica, Request(FakeEngine.Endless), leave.Token).GetAsyncEnumerator();
            await chunks.MoveNextAsync();

            await leave.CancelAsync();

            (await RestAsync(chunks)).ShouldBe([new TextChunk("for", 1), new TextChunk("ever", 2), new GenerationFinishedChunk(FinishReason.Cancelled, new TokenUsage(2, 3, 0))]);
        }
    }

    [Fact]
    public async Task Generate_CancelledBefore_EndsWithTheEnginesCount()
    {
        var replica = await DeployAsync();

        foreach (var silo in cluster.Silos)
        {
            var chunks = await Client(silo).GenerateAsync(replica, Request(FakeEngine.Endless), new CancellationToken(canceled: true)).ToListAsync();

            chunks[^1].ShouldBe(new GenerationFinishedChunk(FinishReason.Cancelled, new TokenUsage(2, 3, 0)));
        }
    }

    [Fact]
    public async Task Generate_OneOfTwoCancelled_OtherGoesOn()
    {
        var replica = await DeployAsync();
        var request = Request(FakeEngine.Endless) with { RequestId = "req_same" };

        foreach (var silo in cluster.Silos)
        {
            using CancellationTokenSource leave = new(), stay = new();
            await using var other = Client(silo).GenerateAsync(replica, request, stay.Token).GetAsyncEnumerator();
            await using var chunks = Client(silo).GenerateAsync(replica, request, leave.Token).GetAsyncEnumerator();
            await other.MoveNextAsync();
            await chunks.MoveNextAsync();

            await leave.CancelAsync();

            (await RestAsync(chunks))[^1].ShouldBeOfType<GenerationFinishedChunk>();
            await other.MoveNextAsync();
            await other.MoveNextAsync();
            var end = other.MoveNextAsync().AsTask();
            end.IsCompleted.ShouldBeFalse();
            await stay.CancelAsync();
            (await end.WaitAsync(GrainCluster.Timeout)).ShouldBeTrue();
            other.Current.ShouldBeOfType<GenerationFinishedChunk>().Reason.ShouldBe(FinishReason.Cancelled);
        }
    }

    [Fact]
    public async Task Generate_ReaderLeavesOnAnySilo_CancelsTheEngine()
    {
        foreach (var silo in cluster.Silos)
        {
            var name = GrainCluster.NewName("model");
            var replica = await DeployAsync(name);
            var engine = await cluster.Engines.NextAsync(name);
            await using (var chunks = Client(silo).GenerateAsync(replica, Request(FakeEngine.Endless)).GetAsyncEnumerator())
            {
                await chunks.MoveNextAsync();
            }

            await engine.Cancelled.WaitAsync(GrainCluster.Timeout);
        }
    }

    [Fact]
    public async Task Generate_RequestIdAndAccount_ReachTheEngine()
    {
        var replica = await DeployAsync();
        var engine = await cluster.Engines.NextAsync(_name);

        foreach (var silo in cluster.Silos)
        {
            await Client(silo).GenerateAsync(replica, Request("a") with { RequestId = "req_1", Account = "acme" }).ToListAsync();
            await Client(silo).EmbedAsync(replica, new EmbedRequest([new Prompt { Text = "a" }]) { RequestId = "req_2", Account = "acme" });
        }

        engine.Requests.Select(request => (request.RequestId, request.Account)).ShouldBe(Enumerable.Repeat<(string?, string?)>(("req_1", "acme"), 2));
        engine.Embeddings.Select(request => (request.RequestId, request.Account)).ShouldBe(Enumerable.Repeat<(string?, string?)>(("req_2", "acme"), 2));
        engine.Options.Name.ShouldBe(replica);
    }

    [Fact]
    public async Task Calls_FromEverySilo_ReturnValuesAndErrors()
    {
        var replica = await DeployAsync();

        foreach (var client in cluster.Silos.Select(Client))
        {
            (await client.EmbedAsync(replica, new EmbedRequest([new Prompt { Text = "a" }]))).Value.ShouldNotBeNull().Vectors[0].ShouldBe([0.6f, 0.8f]);
            (await client.TokenizeAsync(replica, new Prompt { Text = "a" })).Value.ShouldNotBeNull().Tokens.ShouldBe([1, 2, 3]);
            (await client.DetokenizeAsync(replica, [4, 5])).Value.ShouldBe("4 5");
            (await client.DetokenizeAsync(replica, [-1])).Error.ShouldNotBeNull().Code.ShouldBe(ReplicaErrorCode.InvalidRequest);
        }
    }

    [Fact]
    public async Task Calls_NothingLoaded_AreUnavailable()
    {
        var client = Client(cluster.Silos[0]);
        var replica = $"{_name}@v1/0";

        (await client.GenerateAsync(replica, Request("a")).ToListAsync()).ShouldHaveSingleItem().ShouldBeOfType<GenerationFailedChunk>().Error.Code.ShouldBe(ReplicaErrorCode.Unavailable);
        (await client.DetokenizeAsync(replica, [1])).Error.ShouldNotBeNull().Code.ShouldBe(ReplicaErrorCode.Unavailable);
    }

    [Fact]
    public void Choose_OnlyReadyReplicas()
    {
        var route = Route(ReplicaState.Loading, ReplicaState.Ready, ReplicaState.Failed);

        Enumerable.Range(0, 20).Select(_ => Client(cluster.Silos[0]).Choose(route)).Distinct().ShouldBe(["r/1"]);
        Client(cluster.Silos[0]).Choose(Route(ReplicaState.Loading)).ShouldBeNull();
    }

    [Fact]
    public async Task Choose_TakesTheLessBusyReplica()
    {
        var client = Client(cluster.Silos[0]);
        await using var busy = client.GenerateAsync("r/0", Request("a") with { MaxTokens = 1000 }).GetAsyncEnumerator();
        await busy.MoveNextAsync();

        Enumerable.Range(0, 20).Select(_ => client.Choose(Route(ReplicaState.Ready, ReplicaState.Ready))).Distinct().ShouldBe(["r/1"]);
    }

    [Fact]
    public void Choose_Conversation_SameReplicaFromEverySilo()
    {
        var route = Route(ReplicaState.Ready, ReplicaState.Ready, ReplicaState.Ready, ReplicaState.Ready);

        var homes = Enumerable.Range(0, 400).Select(i => cluster.Silos.Select(silo => Client(silo).Choose(route, (ulong)i * 77)!).Distinct().Single()).ToList();

        homes.CountBy(home => home).ShouldAllBe(home => home.Value > 60, "They spread over all replicas.");
    }

    [Fact]
    public void Choose_ReplicaGone_OnlyItsConversationsMove()
    {
        var client = Client(cluster.Silos[0]);
        var (whole, less) = (Route(ReplicaState.Ready, ReplicaState.Ready, ReplicaState.Ready), Route(ReplicaState.Ready, ReplicaState.Failed, ReplicaState.Ready));

        for (ulong conversation = 0; conversation < 100; conversation++)
        {
            var (before, after) = (client.Choose(whole, conversation), client.Choose(less, conversation));
            (before == after || before == "r/1").ShouldBeTrue($"{before} became {after}.");
        }
    }

    [Fact]
    public async Task Choose_ConversationsReplicaMuchBusier_AnotherOne()
    {
        var client = Client(cluster.Silos[0]);
        var route = Route(ReplicaState.Ready, ReplicaState.Ready);
        var home = client.Choose(route, 1)!;
        await using var busy = client.GenerateAsync(home, Request("a") with { MaxTokens = 100_000 }).GetAsyncEnumerator();
        await busy.MoveNextAsync();

        client.Choose(route, 1).ShouldNotBe(home);
    }

    private async Task<string> DeployAsync(string? name = null)
    {
        name ??= _name;
        await cluster.Grains.GetModel(name).DeployAsync(new ModelDeployment { Name = name, Version = "v1", Path = name });
        foreach (var silo in cluster.Silos)
        {
            await GrainCluster.RouteAsync(silo, name, route => route.Replicas[0].State == ReplicaState.Ready);
        }

        return $"{name}@v1/0";
    }

    private static async Task<List<GenerationChunk>> RestAsync(IAsyncEnumerator<GenerationChunk> chunks)
    {
        List<GenerationChunk> rest = [];
        while (await chunks.MoveNextAsync().AsTask().WaitAsync(GrainCluster.Timeout))
        {
            rest.Add(chunks.Current);
        }

        return rest;
    }

    private static ReplicaClient Client(IServiceProvider silo) => silo.GetRequiredService<ReplicaClient>();

    private static GenerateRequest Request(string text) => new() { Prompt = new Prompt { Text = text } };

    private static ModelRoute Route(params ReplicaState[] states) => new()
    {
        Name = "r",
        Version = "v1",
        Replicas = [.. states.Select((state, index) => new ReplicaStatus { Id = $"r/{index}", State = state })],
    };
}
