using LlmGateway.Inference.Journal;

namespace LlmGateway.Inference.Tests.Journal;

public sealed class JournalWriterTests : IDisposable
{
    private readonly JournalFolder _folder = new();
    private readonly List<string> _log = [];
    private readonly TimeProvider _time = new StoppedClock();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Write_Entries_ReadAsWritten()
    {
        using var writer = Writer("model@v1/0");
        JournalEntry[] entries =
        [
            Entry("req_1"),
            Entry("req_2") with { Account = "{\"tenant\":\"line\nbreak 日本 😀\"}", Reason = JournalReason.Cancelled, PromptTokens = 0, CompletionTokens = 0 },
            Entry("req_3") with { Kind = JournalKind.Embedding, Reason = JournalReason.Done, CachedTokens = int.MaxValue },
        ];

        Array.ForEach(entries, writer.Write);

        _folder.Entries.ShouldBe(entries);
        var segment = EngineJournal.Segments(_folder.Path).ShouldHaveSingleItem();
        (segment.Engine, segment.ProcessId, segment.Number).ShouldBe(("model_v1_0", Environment.ProcessId, 1));
        segment.Started.ShouldBe(_time.GetUtcNow());
        File.ReadAllText(segment.Path).ShouldStartWith("{\"request\":\"req_1\",\"replica\":\"r\",\"time\":7,\"kind\":\"Generation\",\"reason\":\"Stop\",\"prompt\":3,\"cached\":0,\"completion\":5}\n");
        _log.ShouldBeEmpty();
    }

    [Fact]
    public void Write_Nothing_NoFile()
    {
        Writer().Dispose();

        Directory.Exists(_folder.Path).ShouldBeFalse();
        EngineJournal.Segments(_folder.Path).ShouldBeEmpty();
    }

    [Fact]
    public void Write_File_OwnersOnly()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no modes.");
        using var writer = Writer();

        writer.Write(Entry("req_1"));

        if (!OperatingSystem.IsWindows())
        {
            File.GetUnixFileMode(EngineJournal.Segments(_folder.Path)[0].Path).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }
    }

    [Fact]
    public void Write_SegmentFull_GoesOnInTheNext()
    {
        using var writer = Writer(segmentBytes: 300);

        for (var i = 0; i < 10; i++)
        {
            writer.Write(Entry($"req_{i}"));
        }

        var segments = EngineJournal.Segments(_folder.Path);
        segments.Select(segment => segment.Number).ShouldBe([1, 2, 3, 4]);
        segments.Select(segment => segment.InUse).ShouldBe([false, false, false, true]);
        segments.SkipLast(1).ShouldAllBe(segment => new FileInfo(segment.Path).Length >= 300);
        _folder.Entries.Select(entry => entry.RequestId).ShouldBe(Enumerable.Range(0, 10).Select(i => $"req_{i}"));
    }

    [Fact]
    public void Write_TwoEnginesOfOneNameAndStart_FilesOfTheirOwn()
    {
        using JournalWriter first = Writer(), second = Writer();

        first.Write(Entry("req_1"));
        second.Write(Entry("req_2"));
        first.Write(Entry("req_3"));

        EngineJournal.Segments(_folder.Path).Select(segment => segment.Number).ShouldBe([1, 2]);
        _folder.Entries.Select(entry => entry.RequestId).ShouldBe(["req_1", "req_3", "req_2"]);
        _log.ShouldBeEmpty();
    }

    [Fact]
    public void Write_FolderUnusable_ReportedOnceAndGoesOnWhenItCan()
    {
        File.WriteAllText(_folder.Path, "not a folder");
        using var writer = Writer();

        writer.Write(Entry("req_1"));
        writer.Write(Entry("req_2"));

        _log.ShouldHaveSingleItem().ShouldContain(_folder.Path);
        File.Delete(_folder.Path);
        writer.Write(Entry("req_3"));
        _folder.Entries.Select(entry => entry.RequestId).ShouldBe(["req_3"]);
    }

    internal static JournalEntry Entry(string request) => new()
    {
        RequestId = request,
        Replica = "r",
        UnixMilliseconds = 7,
        Kind = JournalKind.Generation,
        Reason = JournalReason.Stop,
        PromptTokens = 3,
        CompletionTokens = 5,
    };

    private JournalWriter Writer(string engine = "engine", long segmentBytes = JournalWriter.SegmentBytes) =>
        new(_folder.Path, engine, _time, (_, line) => _log.Add(line), segmentBytes);

    private sealed class StoppedClock : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => DateTimeOffset.FromUnixTimeMilliseconds(1_800_000_000_000);
    }
}
