using LlmGateway.Inference.Journal;

namespace LlmGateway.Inference.Tests.Journal;

/// <summary>A folder for the journals of one test.</summary>
internal sealed class JournalFolder : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("llmgateway-journal-");

    /// <summary>Made by the engine.</summary>
    public string Path => System.IO.Path.Combine(_folder.FullName, "engine");

    /// <summary>All entries of all files.</summary>
    public IReadOnlyList<JournalEntry> Entries => [.. EngineJournal.Segments(Path).SelectMany(segment => EngineJournal.Read(segment.Path))];

    /// <summary>The entry of one request, which must have one only.</summary>
    public JournalEntry Of(string request) => Entries.Where(entry => entry.RequestId == request).ShouldHaveSingleItem();

    public void Dispose() => _folder.Delete(recursive: true);
}
