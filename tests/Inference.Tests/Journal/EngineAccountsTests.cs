using LlmGateway.Inference.Engine;
using LlmGateway.Inference.Journal;

namespace LlmGateway.Inference.Tests.Journal;

public sealed class EngineAccountsTests : IDisposable
{
    private readonly JournalFolder _folder = new();
    private readonly EngineAccounts _accounts;

    public EngineAccountsTests() => _accounts = new EngineAccounts(new JournalWriter(_folder.Path, "engine", TimeProvider.System, log: null), "engine", TimeProvider.System);

    public void Dispose()
    {
        _accounts.Dispose();
        _folder.Dispose();
    }

    // The engine's thread may be in a long step when the silo is lost: what it says afterwards comes too late.
    [Fact]
    public void CloseAll_RequestsOpen_WrittenOnceWithWhatTheyCostUntilThen()
    {
        var (running, reading, waiting, unnamed) = (Job("req_running"), Job("req_reading"), Job("req_waiting"), Job(null));
        Array.ForEach([running, reading, waiting, unnamed], _accounts.Open);
        running.Advance(3);
        running.Append(7);
        running.Append(8);
        reading.Advance(1);

        _accounts.CloseAll();
        running.Append(9);
        _accounts.Close(running, JournalReason.Cancelled);
        _accounts.CloseAll();

        _folder.Entries.Select(entry => (entry.RequestId, entry.Reason, entry.PromptTokens, entry.CompletionTokens)).ShouldBe(
            [("req_running", JournalReason.Cancelled, 3, 2), ("req_reading", JournalReason.Cancelled, 3, 0), ("req_waiting", JournalReason.Cancelled, 0, 0)], ignoreOrder: true);
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 1)]
    public void Close_Failed_WrittenIfItCostSomething(int computed, int lines)
    {
        var job = Job("req_1");
        _accounts.Open(job);
        job.Advance(computed);

        _accounts.Close(job, JournalReason.Failed);

        _folder.Entries.Count.ShouldBe(lines);
    }

    private static GenerationJob Job(string? request) => new(new GenerationRequest { Prompt = new PromptInput { Tokens = [1, 2, 3] }, RequestId = request }, [1, 2, 3], maxTokens: 10);
}
