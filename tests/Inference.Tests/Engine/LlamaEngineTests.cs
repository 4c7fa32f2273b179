using LlmGateway.Inference.Engine;
using static LlmGateway.Inference.Tests.Engine.EngineCalls;

namespace LlmGateway.Inference.Tests.Engine;

public sealed class LlamaEngineTests(QuietEngine quiet) : IClassFixture<QuietEngine>
{
    private readonly LlamaEngine _engine = quiet.Engine;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public void Model_Loaded_Described()
    {
        var model = _engine.Model;

        (model.Name, model.Architecture, model.Parameters).ShouldBe(("gateway-tiny", "llama", 5_901_568));
        (model.ContextTokens, model.VocabularySize, model.EmbeddingLength).ShouldBe((1024, 3072, 256));
        (model.ParallelSequences, model.CacheTokens, model.Threads).ShouldBe((16, 16 * 1024, 1));
        model.CacheBytes.ShouldBe(6L * 2 * 256 * sizeof(short) * model.CacheTokens);
    }

    [Fact]
    public async Task Generate_CapitalOfFrance_Paris()
    {
        var answer = await _engine.AnswerAsync(Ask("What is the capital of France?"));

        answer.Text.ShouldContain("Paris");
        answer.End.Reason.ShouldBe(FinishReason.Stop);
    }

    [Fact]
    public async Task Generate_AnyQuestion_EventsInOrderAndUsageRight()
    {
        var request = Ask("Please count to seven.");
        var prompt = await _engine.TokenizeAsync(request.Prompt, Cancellation);

        var answer = await _engine.AnswerAsync(request);

        answer.Events[0].ShouldBe(new GenerationStarted(prompt.Tokens.Count));
        answer.Events.Skip(1).SkipLast(1).ShouldAllBe(generated => generated is GeneratedText);
        answer.Pieces.ShouldAllBe(piece => piece.Text.Length > 0);
        answer.Pieces.Select(piece => piece.CompletionTokens).ShouldBeInOrder();
        var written = await _engine.TokenizeAsync(new PromptInput { Text = answer.Text }, Cancellation);
        answer.End.ShouldBe(new GenerationFinished(FinishReason.Stop, prompt.Tokens.Count, written.Tokens.Count, CachedTokens: 0));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(20)]
    public async Task Generate_MaxTokens_ExactlyThatMany(int maxTokens)
    {
        var answer = await _engine.AnswerAsync(Ask("Tell me a story about a dog.", maxTokens));

        (answer.End.Reason, answer.End.CompletionTokens).ShouldBe((FinishReason.Length, maxTokens));
    }

    [Fact]
    public async Task Generate_MaxTokens_BeginningOfTheLongerAnswer()
    {
        var whole = await _engine.TextAsync(Ask("Tell me a story about a dog.", 40));

        whole.ShouldStartWith(await _engine.TextAsync(Ask("Tell me a story about a dog.", 15)));
    }

    [Fact]
    public async Task Generate_StopText_AnswerEndsBeforeIt()
    {
        var request = Ask("Please count to seven.");
        var whole = await _engine.TextAsync(request);
        whole.ShouldContain(", 4");

        var answer = await _engine.AnswerAsync(request with { Stop = ["never", ", 4"] });

        answer.Text.ShouldBe(whole[..whole.IndexOf(", 4", StringComparison.Ordinal)]);
        answer.End.Reason.ShouldBe(FinishReason.Stop);
    }

    [Fact]
    public async Task Generate_StopTextNotReached_WholeAnswer()
    {
        var request = Ask("Please count to seven.");

        (await _engine.TextAsync(request with { Stop = ["seven!", "7, 8"] })).ShouldBe(await _engine.TextAsync(request));
    }

    [Fact]
    public async Task Generate_RandomTokens_WholeCharactersOnly()
    {
        // Hot sampling writes parts of characters: pieces must still join to valid text.
        var request = Ask("Tell me a story.", 200) with { Sampling = new SamplingParameters { Temperature = 50, Seed = 4 }, IgnoreEos = true };

        var answer = await _engine.AnswerAsync(request);

        answer.End.CompletionTokens.ShouldBe(200);
        answer.Pieces.All(piece => !char.IsLowSurrogate(piece.Text[0]) && !char.IsHighSurrogate(piece.Text[^1])).ShouldBeTrue();
    }

    [Fact]
    public async Task Generate_UnicodeInPrompt_Copied()
    {
        var answer = await _engine.TextAsync(Ask("Give me a JSON object with name Zoë and age 5"));

        answer.ShouldStartWith("{\"name\"");
        answer.ShouldNotContain('\uFFFD');
    }

    [Fact]
    public async Task Generate_SameSeed_SameAnswer()
    {
        var request = Ask("Tell me a story about a bear.", 60) with { Sampling = new SamplingParameters { Temperature = 1, Seed = 1 } };
        var other = request with { Sampling = request.Sampling with { Seed = 2 } };

        var first = await _engine.TextAsync(request);

        (await _engine.TextAsync(request)).ShouldBe(first);
        (await _engine.TextAsync(other)).ShouldNotBe(first);
    }

    [Fact]
    public async Task Generate_IgnoreEos_UntilMaxTokens()
    {
        var answer = await _engine.AnswerAsync(Ask("What is the capital of France?", 100) with { IgnoreEos = true });

        (answer.End.Reason, answer.End.CompletionTokens).ShouldBe((FinishReason.Length, 100));
    }

    [Fact]
    public async Task Generate_IgnoreEosWithoutMaxTokens_UntilTheContextIsFull()
    {
        var answer = await _engine.AnswerAsync(AskForever());

        answer.End.Reason.ShouldBe(FinishReason.Length);
        (answer.End.PromptTokens + answer.End.CompletionTokens).ShouldBe(_engine.Model.ContextTokens);
    }

    [Fact]
    public async Task Generate_FromTokens_AsFromMessages()
    {
        var request = Ask("What color is grass?");
        var prompt = await _engine.TokenizeAsync(request.Prompt, Cancellation);

        var answer = await _engine.TextAsync(request with { Prompt = new PromptInput { Tokens = prompt.Tokens } });

        answer.ShouldBe(await _engine.TextAsync(request));
    }

    [Fact]
    public async Task Generate_PromptLongerThanAStep_SameAnswerAsInOneStep()
    {
        var request = Ask(string.Join(' ', Enumerable.Repeat("The sky is blue.", 100)) + " What color is the sky?", 20);
        await using var inOneStep = await LlamaEngine.LoadAsync(SharedEngine.Options with { PrefillTokens = 1024, ParallelSequences = 1 });
        await using var inManySteps = await LlamaEngine.LoadAsync(SharedEngine.Options with { PrefillTokens = 16, ParallelSequences = 1 });

        (await inManySteps.TextAsync(request)).ShouldBe(await inOneStep.TextAsync(request));
    }

    [Fact]
    public async Task Generate_BiasOnATokenOfTheAnswer_AnswerChanges()
    {
        var request = Ask("What is the capital of France?");
        var paris = (await _engine.TokenizeAsync(new PromptInput { Text = " Paris" }, Cancellation)).Tokens[0];
        var biased = request with { Sampling = request.Sampling with { LogitBias = new Dictionary<int, float> { [paris] = -100 } } };

        (await _engine.TextAsync(biased)).ShouldNotContain(" Paris");
    }
}
