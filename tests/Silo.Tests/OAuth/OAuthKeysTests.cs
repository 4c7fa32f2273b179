using LlmGateway.Silo.Hosting;
using LlmGateway.Silo.OAuth;
using LlmGateway.Silo.Tests.Hosting;
using LlmGateway.Storage;

namespace LlmGateway.Silo.Tests.OAuth;

public sealed class OAuthKeysTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly MasterKeys _masters = MasterKeys.Parse(MasterKeys.Create(), "test");
    private readonly SetClock _clock = new();

    [Fact]
    public void Roll_NextKey_PublishedBeforeItSignsAndKeptUntilItsTokensAreGone()
    {
        using var keys = Open();
        var first = keys.Signing.ShouldHaveSingleItem();
        keys.Encryption.ShouldHaveSingleItem();

        After(keys, days: 82);
        keys.Signing.ShouldHaveSingleItem();
        After(keys, days: 2);
        keys.Signing.Count.ShouldBe(2);
        keys.Signing[0].ShouldBe(first);
        var second = keys.Signing[1];
        second.From.ShouldBe(first.Until);
        After(keys, days: 7);
        keys.Signing.Select(key => key.Id).ShouldBe([second.Id, first.Id]);
        After(keys, days: 13);
        keys.FindSigning(first.Id).ShouldNotBeNull();
        After(keys, days: 2);
        keys.Signing.Select(key => key.Id).ShouldBe([second.Id]);
        keys.FindSigning(first.Id).ShouldBeNull();
    }

    [Fact]
    public void Roll_AfterLongSleep_NewKeySignsAtOnce()
    {
        using (Open())
        {
            _clock.Now += TimeSpan.FromDays(400);
        }

        using var keys = Open();

        keys.Signing.ShouldHaveSingleItem().From.ShouldBe(_clock.Now);
    }

    [Fact]
    public void Roll_Watchers_AreTold()
    {
        using var keys = Open();
        var watch = keys.Watch();

        After(keys, days: 84);

        watch.HasChanged.ShouldBeTrue();
        keys.Watch().HasChanged.ShouldBeFalse();
    }

    [Fact]
    public void Open_AnotherMasterKey_SaysSo()
    {
        Open().Dispose();

        Should.Throw<StorageException>(() => new OAuthKeys(new OAuthKeysInFile(new DataDirectory(_folder.Path)), MasterKeys.Parse(MasterKeys.Create(), "other"), _clock));
    }

    [Fact]
    public void Open_DamagedFile_SaysSo()
    {
        File.WriteAllText(_folder["oauth-keys.json"], "{");

        Should.Throw<StartupException>(Open).Message.ShouldContain("oauth-keys.json is damaged");
    }

    public void Dispose() => _folder.Dispose();

    private OAuthKeys Open() => new(new OAuthKeysInFile(new DataDirectory(_folder.Path)), _masters, _clock);

    private void After(OAuthKeys keys, int days)
    {
        _clock.Now += TimeSpan.FromDays(days);
        keys.Roll();
    }

    private sealed class SetClock : TimeProvider
    {
        public DateTimeOffset Now { get; set; } = new(2030, 1, 1, 0, 0, 0, TimeSpan.Zero);

        public override DateTimeOffset GetUtcNow() => Now;
    }
}
