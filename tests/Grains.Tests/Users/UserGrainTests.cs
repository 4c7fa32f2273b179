using LlmGateway.Grains.Users;
using Microsoft.Extensions.DependencyInjection;

namespace LlmGateway.Grains.Tests.Users;

public sealed class UserGrainTests(GrainCluster cluster)
{
    private static readonly SessionStart Browser = new("Firefox on Linux", null, TimeSpan.FromDays(14));

    [Fact]
    public async Task StartSession_NoSuchUser_NoSession()
    {
        var user = cluster.Grains.GetUser(GrainCluster.NewName("usr"));

        (await user.GetStandingAsync()).ShouldBeNull();
        (await user.StartSessionAsync(Browser)).ShouldBeNull();
    }

    [Fact]
    public async Task EndSession_EverySiloRefusesAtOnceAndCutsOpenRequests()
    {
        var (id, user) = await NewUserAsync();
        var session = (await user.StartSessionAsync(Browser)).ShouldNotBeNull();
        var other = (await user.StartSessionAsync(Browser)).ShouldNotBeNull();
        var silos = cluster.Silos.Select(silo => silo.GetRequiredService<SiloUsers>()).ToList();
        var open = await Task.WhenAll(silos.Select(silo => silo.OpenAsync(id, session.Id).AsTask()));
        using var others = (await silos[0].OpenAsync(id, other.Id)).ShouldNotBeNull();

        (await user.EndSessionAsync(session.Id)).ShouldBeTrue();

        foreach (var (silo, use) in silos.Zip(open))
        {
            (await silo.OpenAsync(id, session.Id)).ShouldBeNull();
            await Ended(use.ShouldNotBeNull());
            use!.Dispose();
        }

        others.Ended.IsCancellationRequested.ShouldBeFalse();
        (await user.EndSessionAsync(session.Id)).ShouldBeFalse();
        (await user.GetSessionsAsync()).Select(left => left.Id).ShouldBe([other.Id]);
    }

    [Fact]
    public async Task SetActive_ShutOut_SessionsEndForGood()
    {
        var (id, user) = await NewUserAsync();
        var session = (await user.StartSessionAsync(Browser)).ShouldNotBeNull();
        var silo = cluster.Silos[0].GetRequiredService<SiloUsers>();
        using var open = (await silo.OpenAsync(id, session.Id)).ShouldNotBeNull();

        await user.SetActiveAsync(false);

        await Ended(open);
        (await user.StartSessionAsync(Browser)).ShouldBeNull();
        await user.SetActiveAsync(true);
        (await silo.OpenAsync(id, session.Id)).ShouldBeNull();
    }

    [Fact]
    public async Task StartSession_MoreThanAHundred_TheOldestEnds()
    {
        var (id, user) = await NewUserAsync();
        var first = (await user.StartSessionAsync(Browser)).ShouldNotBeNull();
        var silo = cluster.Silos[1].GetRequiredService<SiloUsers>();
        using var open = (await silo.OpenAsync(id, first.Id)).ShouldNotBeNull();
        for (var i = 0; i < 100; i++)
        {
            (await user.StartSessionAsync(Browser)).ShouldNotBeNull();
        }

        await Ended(open);
        var sessions = await user.GetSessionsAsync();
        sessions.Length.ShouldBe(100);
        sessions.ShouldNotContain(session => session.Id == first.Id);
    }

    [Fact]
    public async Task EndSessions_ExceptOne_OnlyThatLives()
    {
        var (_, user) = await NewUserAsync();
        var kept = (await user.StartSessionAsync(Browser)).ShouldNotBeNull();
        await user.StartSessionAsync(Browser);

        await user.EndSessionsAsync(kept.Id);

        (await user.GetSessionsAsync()).Select(session => session.Id).ShouldBe([kept.Id]);
        (await user.RenewSessionAsync(kept.Id)).ShouldBeTrue();
        (await user.RenewSessionAsync("ses_none")).ShouldBeFalse();
    }

    [Fact]
    public async Task Delete_NeverAgain()
    {
        var (id, user) = await NewUserAsync();
        var session = (await user.StartSessionAsync(Browser)).ShouldNotBeNull();

        await user.DeleteAsync();
        await user.SetActiveAsync(true);

        (await cluster.Silos[0].GetRequiredService<SiloUsers>().OpenAsync(id, session.Id)).ShouldBeNull();
        (await user.GetStandingAsync()).ShouldBeNull();
        (await user.StartSessionAsync(Browser)).ShouldBeNull();
    }

    private static Task Ended(SessionUse use)
    {
        TaskCompletionSource ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
        use.Ended.Register(ended.SetResult);
        return ended.Task.WaitAsync(GrainCluster.Timeout);
    }

    private async Task<(string Id, IUserGrain User)> NewUserAsync()
    {
        var id = GrainCluster.NewName("usr");
        var user = cluster.Grains.GetUser(id);
        await user.SetActiveAsync(true);
        return (id, user);
    }
}
