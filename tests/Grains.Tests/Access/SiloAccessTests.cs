using LlmGateway.Grains.Access;
using Microsoft.Extensions.DependencyInjection;

namespace LlmGateway.Grains.Tests.Access;

public sealed class SiloAccessTests(GrainCluster cluster)
{
    private const string Ann = "usr_00000000000000000000000a";
    private const string Bob = "usr_00000000000000000000000b";
    private readonly string _tenant = GrainCluster.NewName("tenant");

    private IAccessGrain Grain => cluster.Grains.GetAccess(_tenant);

    [Fact]
    public async Task Stranger_MayNothing()
    {
        (await OfAsync(Ann)).ShouldBe([SubjectAccess.None, SubjectAccess.None]);
    }

    [Fact]
    public async Task SetMember_Role_EverySiloGoesByItWhenTheCallReturns()
    {
        await OfAsync(Ann); // Known before.

        await Grain.SetMemberAsync(Ann, [Roles.Viewer], TestContext.Current.CancellationToken);
        (await OfAsync(Ann)).ShouldAllBe(access => access.IsMember && access.Allows(Permissions.KeysRead) && !access.Allows(Permissions.KeysWrite));

        await Grain.SetMemberAsync(Ann, [Roles.Owner], TestContext.Current.CancellationToken);
        (await OfAsync(Ann)).ShouldAllBe(access => access.Allows(Permissions.KeysWrite));

        await Grain.SetMemberAsync(Ann, [], TestContext.Current.CancellationToken);
        (await OfAsync(Ann)).ShouldAllBe(access => !access.IsMember && access.Permissions.Count == 0);
    }

    [Fact]
    public async Task AdmitAsync_Suspended_NothingOnEverySiloUntilLetInAgain()
    {
        await Grain.SetMemberAsync(Ann, [Roles.Owner], TestContext.Current.CancellationToken);
        await Grain.SetGroupAsync(new AccessGroup { Id = "grp_1", Name = "Team", Members = [Ann], Roles = [Roles.Billing] }, TestContext.Current.CancellationToken);
        await OfAsync(Ann); // Known before.

        var table = await Grain.AdmitAsync(Ann, [Roles.Viewer], suspended: true, TestContext.Current.CancellationToken);

        (table.Has(Ann), table.Lists(Ann)).ShouldBe((false, true));
        (await OfAsync(Ann)).ShouldBe([SubjectAccess.None, SubjectAccess.None]);

        await Grain.AdmitAsync(Ann, [Roles.Viewer], suspended: false, TestContext.Current.CancellationToken);

        (await OfAsync(Ann)).ShouldAllBe(access => access.Roles.SetEquals(new[] { Roles.Owner, Roles.Billing }));
    }

    [Fact]
    public async Task AdmitAsync_Newcomer_GetsTheRolesAndTheSameAgainChangesNothing()
    {
        var first = await Grain.AdmitAsync(Ann, [Roles.Viewer], suspended: false, TestContext.Current.CancellationToken);
        var second = await Grain.AdmitAsync(Ann, [Roles.Developer], suspended: false, TestContext.Current.CancellationToken);

        (await OfAsync(Ann)).ShouldAllBe(access => access.Roles.SetEquals(new[] { Roles.Viewer }));
        second.Version.ShouldBe(first.Version);
        (await Grain.AdmitAsync(Bob, [], suspended: false, TestContext.Current.CancellationToken)).Has(Bob).ShouldBeTrue();
    }

    [Fact]
    public async Task TrySetGroupAsync_ChangedMeanwhile_Null()
    {
        var stop = TestContext.Current.CancellationToken;
        var made = (await Grain.TrySetGroupAsync(new AccessGroup { Id = "grp_1", Name = "Team" }, stop))!;
        var changed = (await Grain.TrySetGroupAsync(made with { Members = [Ann] }, stop))!;

        (await Grain.TrySetGroupAsync(made with { Members = [Bob] }, stop)).ShouldBeNull();
        await Grain.SetMemberAsync(Ann, [], stop);
        (await Grain.TrySetGroupAsync(changed with { Name = "Crew" }, stop)).ShouldBeNull();
        await Grain.RemoveGroupAsync("grp_1", stop);
        (await Grain.TrySetGroupAsync(changed, stop)).ShouldBeNull();
    }

    [Fact]
    public async Task Owner_OfOneTenant_StrangerToAnother()
    {
        await Grain.SetMemberAsync(Ann, [Roles.Owner], TestContext.Current.CancellationToken);

        var elsewhere = await Silo(0).OfAsync(Ann, GrainCluster.NewName("tenant"), TestContext.Current.CancellationToken);

        elsewhere.ShouldBe(SubjectAccess.None);
        (await Silo(0).OfAsync(Ann, null, TestContext.Current.CancellationToken)).Permissions.ShouldBeEmpty();
    }

    [Fact]
    public async Task Group_RolesOfItsMembers_AndGoneWithIt()
    {
        await Grain.SetRoleAsync("helper", [Permissions.LogsRead], TestContext.Current.CancellationToken);
        await Grain.SetGroupAsync(new AccessGroup { Id = "grp_1", Name = "Team", Members = [Bob], Roles = ["helper"] }, TestContext.Current.CancellationToken);
        (await OfAsync(Bob)).ShouldAllBe(access => access.Allows(Permissions.LogsRead) && access.Groups.Contains("grp_1"));

        (await Grain.RemoveGroupAsync("grp_1", TestContext.Current.CancellationToken)).ShouldBeTrue();

        (await OfAsync(Bob)).ShouldBe([SubjectAccess.None, SubjectAccess.None]);
    }

    [Fact]
    public async Task RemoveRole_InUse_TakenFromMembersAndGroups()
    {
        await Grain.SetRoleAsync("helper", [Permissions.LogsRead], TestContext.Current.CancellationToken);
        await Grain.SetMemberAsync(Ann, ["helper", Roles.Viewer], TestContext.Current.CancellationToken);

        (await Grain.RemoveRoleAsync("helper", TestContext.Current.CancellationToken)).ShouldBeTrue();

        (await OfAsync(Ann)).ShouldAllBe(access => !access.Allows(Permissions.LogsRead) && access.Allows(Permissions.KeysRead));
        (await Grain.RemoveRoleAsync("helper", TestContext.Current.CancellationToken)).ShouldBeFalse();
    }

    [Fact]
    public async Task Grants_OfAThing_OnlyThoseNamedAndAsMuch()
    {
        await Grain.SetMemberAsync(Ann, [Roles.Developer], TestContext.Current.CancellationToken);
        await Grain.SetGrantsAsync(
            "model/m", [new ResourceGrant("role:developer", GrantLevel.Use), new ResourceGrant(Bob, GrantLevel.Manage)], TestContext.Current.CancellationToken);

        foreach (var silo in new[] { 0, 1 })
        {
            var grants = await Silo(silo).GrantsOfAsync(_tenant, TestContext.Current.CancellationToken);
            grants.Allow("model", "m", GrantLevel.Use, Ann).ShouldBeTrue();
            grants.Allow("model", "m", GrantLevel.Manage, Ann).ShouldBeFalse();
            grants.Allow("model", "m", GrantLevel.Manage, Bob).ShouldBeTrue();
            grants.Allow("model", "m", GrantLevel.Read, "key_00000000000000000000000c").ShouldBeFalse();
            grants.Allow("model", "other", GrantLevel.Use, "key_00000000000000000000000c").ShouldBeTrue();
        }
    }

    [Fact]
    public async Task IssuerRoles_BesideThoseGivenByHand_EachGoesByItsOwnWord()
    {
        const string issuer = "https://id.example";
        var stop = TestContext.Current.CancellationToken;
        await Grain.SetMemberAsync(Ann, [Roles.Billing], stop);

        (await Grain.SetIssuerRolesAsync(issuer, Ann, [Roles.Viewer], stop)).ShouldBeTrue();
        (await Grain.SetIssuerRolesAsync(issuer, Ann, [Roles.Viewer], stop)).ShouldBeFalse();
        (await Grain.SetIssuerRolesAsync("https://other.example", Ann, [Roles.Developer], stop)).ShouldBeTrue();
        (await OfAsync(Ann)).ShouldAllBe(access => access.Roles.SetEquals(new[] { Roles.Billing, Roles.Developer, Roles.Viewer }));

        (await Grain.SetIssuerRolesAsync("https://other.example", Ann, [], stop)).ShouldBeTrue();
        (await Grain.SetIssuerRolesAsync(issuer, Ann, [Roles.Owner], stop)).ShouldBeTrue();
        (await OfAsync(Ann)).ShouldAllBe(access => access.Roles.SetEquals(new[] { Roles.Billing, Roles.Owner }));

        await Grain.SetMemberAsync(Ann, [], stop);
        (await OfAsync(Ann)).ShouldBe([SubjectAccess.None, SubjectAccess.None]);
        (await Grain.GetAsync(stop)).Subjects.ShouldBeEmpty();
    }

    [Fact]
    public async Task IssuerRoles_OnlyARoleThatIsRemoved_NoMemberAnyMore()
    {
        var stop = TestContext.Current.CancellationToken;
        await Grain.SetRoleAsync("helper", [Permissions.LogsRead], stop);
        await Grain.SetIssuerRolesAsync("https://id.example", Ann, ["helper"], stop);
        (await OfAsync(Ann)).ShouldAllBe(access => access.IsMember && access.Allows(Permissions.LogsRead));

        await Grain.RemoveRoleAsync("helper", stop);

        (await OfAsync(Ann)).ShouldBe([SubjectAccess.None, SubjectAccess.None]);
    }

    private SiloAccess Silo(int index) => cluster.Silos[index].GetRequiredService<SiloAccess>();

    private async Task<IReadOnlyList<SubjectAccess>> OfAsync(string subject) =>
        [await Silo(0).OfAsync(subject, _tenant, TestContext.Current.CancellationToken), await Silo(1).OfAsync(subject, _tenant, TestContext.Current.CancellationToken)];
}
