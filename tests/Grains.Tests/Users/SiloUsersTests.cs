using LlmGateway.Grains.Users;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace LlmGateway.Grains.Tests.Users;

public sealed class SiloUsersTests(GrainCluster cluster)
{
    private static readonly SessionStart Browser = new("Firefox on Linux", null, TimeSpan.FromDays(14));
    private readonly FakeTimeProvider _time = new(TimeProvider.System.GetUtcNow());

    [Fact]
    public async Task Find_UnknownUser_NotKept()
    {
        using var users = new SiloUsers(cluster.Grains, _time);

        (await users.FindAsync(GrainCluster.NewName("usr"))).ShouldBeNull();

        users.Count.ShouldBe(0);
    }

    [Fact]
    public async Task Sweep_IdleForTenMinutes_LetGo()
    {
        using var users = new SiloUsers(cluster.Grains, _time);
        var (id, session) = await SignedInAsync();
        (await users.OpenAsync(id, session)).ShouldNotBeNull().Dispose();
        (users.Count, users.SignalCount).ShouldBe((1, 1));

        for (var minute = 0; minute < 12; minute++)
        {
            _time.Advance(TimeSpan.FromMinutes(1));
        }

        (users.Count, users.SignalCount).ShouldBe((0, 0));
    }

    [Fact]
    public async Task Open_SessionPastItsEnd_Refused()
    {
        using var users = new SiloUsers(cluster.Grains, _time);
        var (id, session) = await SignedInAsync();
        (await users.OpenAsync(id, session)).ShouldNotBeNull().Dispose();

        _time.Advance(TimeSpan.FromDays(15));

        (await users.OpenAsync(id, session)).ShouldBeNull();
    }

    [Fact]
    public async Task Open_WithoutASession_EndsWhenTheUserIsShutOut()
    {
        var users = cluster.Silos[0].GetRequiredService<SiloUsers>();
        var (id, session) = await SignedInAsync();
        using var open = (await users.OpenAsync(id)).ShouldNotBeNull();
        TaskCompletionSource ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var registration = open.Ended.Register(ended.SetResult);

        await cluster.Grains.GetUser(id).EndSessionAsync(session, TestContext.Current.CancellationToken);
        open.Ended.IsCancellationRequested.ShouldBeFalse();
        await cluster.Grains.GetUser(id).SetActiveAsync(false, TestContext.Current.CancellationToken);

        await ended.Task.WaitAsync(TimeSpan.FromSeconds(10), TestContext.Current.CancellationToken);
        (await users.OpenAsync(id)).ShouldBeNull();
        (await users.OpenAsync(GrainCluster.NewName("usr"))).ShouldBeNull();
    }

    [Fact]
    public async Task Open_WhileSessionsAreEnded_NoRequestMissesItsEnd()
    {
        using var users = new SiloUsers(cluster.Grains, _time);
        var (id, session) = await SignedInAsync();
        List<SessionUse> opened = [];
        var opening = Task.Run(
            async () =>
            {
                for (var i = 0; i < 2000; i++)
                {
                    opened.Add((await users.OpenAsync(id, session)).ShouldNotBeNull());
                }
            },
            TestContext.Current.CancellationToken);
        while (!opening.IsCompleted)
        {
            users.Forget(id, [session]);
            await Task.Yield();
        }

        await opening;
        users.Forget(id, [session]);

        foreach (var use in opened)
        {
            TaskCompletionSource ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
            use.Ended.Register(ended.SetResult);
            await ended.Task.WaitAsync(GrainCluster.Timeout);
            use.Dispose();
        }
    }

    private async Task<(string User, string Session)> SignedInAsync()
    {
        var id = GrainCluster.NewName("usr");
        await cluster.Grains.GetUser(id).SetActiveAsync(true);
        return (id, (await cluster.Grains.GetUser(id).StartSessionAsync(Browser))!.Id);
    }
}
