using LlmGateway.Inference.Engine;

namespace LlmGateway.Inference.Tests.Engine;

/// <summary>A prompt that begins like an earlier one of its scope is computed from where they part.</summary>
public sealed class PrefixReuseTests : IAsyncLifetime
{
    private const string Scope = "tenant-a";
    private static readonly string Preface = string.Concat(Enumerable.Range(1, 30).Select(i => $"Rule {i}: be kind and answer in one short sentence. "));

    private LlamaEngine _engine = null!;

    public async ValueTask InitializeAsync() => _engine = await LlamaEngine.LoadAsync(SharedEngine.Options);

    public ValueTask DisposeAsync() => _engine.DisposeAsync();

    [Fact]
    public async Task Prompt_SecondTime_AllButItsLastTokenCached()
    {
        var first = await _engine.AnswerAsync(Ask("What is the capital of France?"));
        var second = await _engine.AnswerAsync(Ask("What is the capital of France?"));

        first.End.CachedTokens.ShouldBe(0);
        second.End.CachedTokens.ShouldBe(first.End.PromptTokens - 1);
        second.End.PromptTokens.ShouldBe(first.End.PromptTokens);
        second.Text.ShouldBe(first.Text);
    }

    [Fact]
    public async Task Prompt_SameBeginning_ThatIsCachedAndTheAnswerItsOwn()
    {
        var question = Ask("What is the opposite of hot?");
        var fresh = await _engine.AnswerAsync(question with { CacheScope = null });
        await _engine.AnswerAsync(Ask("What is the capital of France?"));

        var answer = await _engine.AnswerAsync(question);

        answer.End.CachedTokens.ShouldBeInRange(300, answer.End.PromptTokens - 2);
        answer.Text.ShouldBe(fresh.Text);
    }

    [Fact]
    public async Task Conversation_GoesOn_ReadsOnlyWhatIsNew()
    {
        var question = new PromptMessage("user", "What is the capital of France?");
        var first = await _engine.AnswerAsync(Ask([new("system", Preface), question]));

        var second = await _engine.AnswerAsync(Ask([new("system", Preface), question, new("assistant", first.Text), new("user", "And of Italy?")]));

        second.End.CachedTokens.ShouldBeGreaterThan(first.End.PromptTokens);
    }

    [Theory]
    [InlineData("tenant-b")]
    [InlineData(null)]
    public async Task Prompt_OfAnotherScope_NothingCached(string? scope)
    {
        await _engine.AnswerAsync(Ask("What is the capital of France?"));

        (await _engine.AnswerAsync(Ask("What is the capital of France?") with { CacheScope = scope })).End.CachedTokens.ShouldBe(0);
    }

    [Fact]
    public async Task Prompt_WhileAnEqualOneRuns_SharesIt()
    {
        var cancelled = TestContext.Current.CancellationToken;
        await using var running = await _engine.StartAsync(Ask("Tell me a story about a fox.") with { IgnoreEos = true, MaxTokens = 400 }, cancelled);

        var answer = await _engine.AnswerAsync(Ask("What is the capital of France?"));

        answer.End.CachedTokens.ShouldBeGreaterThan(300);
        answer.Text.ShouldContain("Paris");
    }

    [Fact]
    public async Task Prompt_CancelledWhileRead_ItsPartIsCached()
    {
        using CancellationTokenSource stop = new();
        await using (var running = await _engine.StartAsync(Ask("Tell me a story about a fox.") with { IgnoreEos = true }, stop.Token))
        {
            await stop.CancelAsync();
            await running.DrainAsync();
        }

        (await _engine.AnswerAsync(Ask("Tell me a story about a fox."))).End.CachedTokens.ShouldBeGreaterThan(300);
    }

    [Fact]
    public async Task Memory_ForNone_NothingCachedAndAnswersAsBefore()
    {
        await using var engine = await LlamaEngine.LoadAsync(SharedEngine.Options with { PrefixCacheBytes = 0 });
        var first = await engine.AnswerAsync(Ask("What is the capital of France?"));

        var second = await engine.AnswerAsync(Ask("What is the capital of France?"));

        second.End.CachedTokens.ShouldBe(0);
        second.Text.ShouldBe(first.Text);
    }

    [Fact]
    public async Task ManyConversations_LittleMemory_AnswersStayTheirOwn()
    {
        // Room for about two of them: entries come and go while others run.
        await using var engine = await LlamaEngine.LoadAsync(SharedEngine.Options with { PrefixCacheBytes = 4 * 1024 * 1024, ParallelSequences = 4, ContextTokens = 1024 });
        string[] questions = ["What is the capital of France?", "What is the capital of Italy?", "What is the opposite of hot?", "How many legs does a spider have?"];
        var fresh = await Task.WhenAll(questions.Select(question => engine.AnswerAsync(Ask(question, "other words come first in this one. ") with { CacheScope = null })));

        for (var round = 0; round < 3; round++)
        {
            var answers = await Task.WhenAll(questions.Select((question, i) => engine.AnswerAsync(Ask(question, "other words come first in this one. ") with { CacheScope = $"scope-{i % 2}" })));
            answers.Select(answer => answer.Text).ShouldBe(fresh.Select(answer => answer.Text));
        }
    }

    private static GenerationRequest Ask(string question, string? preface = null) => Ask([new("system", preface is null ? Preface : preface + Preface), new("user", question)]);

    private static GenerationRequest Ask(PromptMessage[] messages) => new()
    {
        Prompt = new PromptInput { Messages = messages },
        MaxTokens = 24,
        Sampling = new SamplingParameters { Temperature = 0 },
        CacheScope = Scope,
    };
}
