using LlmGateway.Inference.Journal;
using static LlmGateway.Inference.Tests.Journal.JournalWriterTests;

namespace LlmGateway.Inference.Tests.Journal;

public sealed class EngineJournalTests : IDisposable
{
    private readonly JournalFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Read_AnyTornEnd_WholeLinesOnly()
    {
        var (path, bytes) = Written(lines: 3);
        var line = bytes.Length / 3;

        for (var length = 0; length <= bytes.Length; length++)
        {
            File.WriteAllBytes(path, bytes[..length]);

            EngineJournal.Read(path).Count().ShouldBe(length / line);
        }
    }

    [Fact]
    public void Read_ManyLinesAndLongOnes_AllInOrder()
    {
        Directory.CreateDirectory(_folder.Path);
        using var writer = Writer();
        for (var i = 0; i < 3000; i++)
        {
            writer.Write(Entry($"req_{i}") with { Account = new string('a', i == 1500 ? 200_000 : i % 1024) });
        }

        _folder.Entries.Select(entry => entry.RequestId).ShouldBe(Enumerable.Range(0, 3000).Select(i => $"req_{i}"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("\0\0\0")]
    [InlineData("{\"request\":\"req_1\"")]
    public void Read_DamagedLine_ThrowsOrIsSkipped(string damage)
    {
        var (path, bytes) = Written(lines: 2);
        File.WriteAllBytes(path, [.. bytes[..(bytes.Length / 2)], .. System.Text.Encoding.UTF8.GetBytes(damage + "\n"), .. bytes[(bytes.Length / 2)..]]);
        List<long> damaged = [];

        EngineJournal.Read(path, damaged.Add).Count().ShouldBe(2);

        damaged.ShouldBe([2]);
        Should.Throw<InvalidDataException>(() => EngineJournal.Read(path).ToList()).Message.ShouldContain("Line 2");
    }

    [Theory]
    [InlineData("m-1800000000000-12.journal", "m", 12, 1)]
    [InlineData("m-1800000000000-12-3.journal", "m", 12, 3)]
    [InlineData("qwen-2-1800000000000-12.journal", "qwen-2", 12, 1)]
    [InlineData("qwen-1800000000001-1800000000000-4194304-77.journal", "qwen-1800000000001", 4194304, 77)]
    public void Segments_Names_Understood(string file, string engine, int process, int number)
    {
        Directory.CreateDirectory(_folder.Path);
        var path = Path.Combine(_folder.Path, file);
        File.WriteAllText(path, "");

        EngineJournal.Segments(_folder.Path).ShouldBe([new JournalSegment(path, engine, DateTimeOffset.FromUnixTimeMilliseconds(1_800_000_000_000), process, number, InUse: false)]);
    }

    [Theory]
    [InlineData("m.journal")]
    [InlineData("m-12.journal")]
    [InlineData("m-1800000000000-99999999999.journal")]
    [InlineData("m-1800000000000-9999999999.journal")]
    [InlineData("m-1800000000000-12.journal.old")]
    public void Segments_OtherFiles_LeftOut(string file)
    {
        Directory.CreateDirectory(_folder.Path);
        File.WriteAllText(Path.Combine(_folder.Path, file), "");

        EngineJournal.Segments(_folder.Path).ShouldBeEmpty();
    }

    [Fact]
    public void Segments_WriterHasClosed_NotInUse()
    {
        using var writer = Writer();
        writer.Write(Entry("req_1"));
        EngineJournal.Segments(_folder.Path).ShouldHaveSingleItem().InUse.ShouldBeTrue();

        writer.Dispose();

        EngineJournal.Segments(_folder.Path).ShouldHaveSingleItem().InUse.ShouldBeFalse();
    }

    private (string Path, byte[] Bytes) Written(int lines)
    {
        using (var writer = Writer())
        {
            for (var i = 0; i < lines; i++)
            {
                writer.Write(Entry($"req_{i}"));
            }
        }

        var path = EngineJournal.Segments(_folder.Path).ShouldHaveSingleItem().Path;
        return (path, File.ReadAllBytes(path));
    }

    private JournalWriter Writer() => new(_folder.Path, "engine", TimeProvider.System, log: null);
}
