using LlmGateway.Grains.Audit;
using LlmGateway.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace LlmGateway.Grains.Tests.Audit;

public sealed class AuditGrainTests(GrainCluster cluster)
{
    private static readonly AuditEntry Entry = new() { Actor = "admin-key", Action = "test", Status = 200, RequestId = "req_1" };

    private AuditTrail Trail => cluster.Silos[0].GetRequiredService<AuditTrail>();

    [Fact]
    public async Task Append_ManyAtOnce_OneChainWithoutAGap()
    {
        var audit = cluster.Grains.GetAudit();

        var sequences = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => audit.AppendAsync(Entry)));

        sequences.ShouldBeUnique();
        (await Trail.VerifyAsync(TestContext.Current.CancellationToken)).FirstBroken.ShouldBeNull();
    }

    [Fact]
    public async Task Append_AnotherWriterWasFaster_ContinuesBehindIt()
    {
        var audit = cluster.Grains.GetAudit();
        await audit.AppendAsync(Entry);
        var head = await Trail.ReadHeadAsync(TestContext.Current.CancellationToken);
        var row = AuditChain.Follow(head, new AuditRow { Sequence = 0, Hash = "", Actor = "x", Action = "other", Status = 200, RequestId = "r", At = DateTimeOffset.UnixEpoch });
        (await Trail.TryAppendAsync(row, TestContext.Current.CancellationToken)).ShouldBeTrue();

        (await audit.AppendAsync(Entry)).ShouldBe(row.Sequence + 1);

        (await Trail.VerifyAsync(TestContext.Current.CancellationToken)).FirstBroken.ShouldBeNull();
    }
}
