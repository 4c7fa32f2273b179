using System.Text.Json;
using LlmGateway.Inference.Engine;
using LlmGateway.Inference.Tests.Engine;
using LlmGateway.Inference.Workers;
using static LlmGateway.Inference.Tests.Engine.EngineCalls;

namespace LlmGateway.Inference.Tests.Workers;

/// <summary>A worker does what the engine in this process does.</summary>
public sealed class WorkerEngineTests(WorkerFixture fixture, QuietEngine quiet) : IClassFixture<WorkerFixture>, IClassFixture<QuietEngine>
{
    private readonly WorkerEngine _worker = fixture.Engine;
    private readonly LlamaEngine _local = quiet.Engine;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static TheoryData<GenerationRequest> Requests => new(
    [
        Ask("What is the capital of France?"),
        Ask("Give me a JSON object with name Zoë and age 5"),
        Ask("Tell me a story about an owl.", 30),
        Ask("Count to twelve") with { Stop = [", 5", "日本"] },
        Ask("Hello", 40) with { IgnoreEos = true },
        Ask("Tell me a story.", 60) with { Sampling = new SamplingParameters { Temperature = 0.9f, TopP = 0.95f, TopK = 50, MinP = 0.01f, Seed = 3 } },
        Ask("Tell me a story.", 60) with { Sampling = new SamplingParameters { Temperature = 0, FrequencyPenalty = 0.5f, PresencePenalty = 0.5f, RepeatPenalty = 1.1f, LogitBias = new Dictionary<int, float> { [32] = -5 } } },
        new GenerationRequest { Prompt = new PromptInput { Text = "Once upon a time 😀" }, MaxTokens = 20, Sampling = new SamplingParameters { Temperature = 0 } },
        new GenerationRequest { Prompt = new PromptInput { Text = "broken \uD83D text" }, MaxTokens = 5, Sampling = new SamplingParameters { Temperature = 0 } },
        new GenerationRequest { Prompt = new PromptInput { Tokens = [72, 101, 108, 108, 111] }, MaxTokens = 5, Sampling = new SamplingParameters { Temperature = 0 } },
    ]);

    [Fact]
    public void Model_Loaded_DescribedAsInProcess() => _worker.Model.ShouldBe(_local.Model);

    [Theory]
    [MemberData(nameof(Requests))]
    public async Task Generate_AnyRequest_EventsAsInProcess(GenerationRequest request)
    {
        var expected = await _local.AnswerAsync(request);

        var answer = await _worker.AnswerAsync(request);

        answer.Events.ShouldBe(expected.Events);
    }

    [Fact]
    public async Task Generate_ManyTogether_EachItsOwnAnswer()
    {
        string[] countries = ["France", "Italy", "Japan", "Spain", "Germany"];
        string[] capitals = ["Paris", "Rome", "Tokyo", "Madrid", "Berlin"];

        var answers = await Task.WhenAll(Enumerable.Range(0, 40).Select(i => _worker.TextAsync(Ask($"What is the capital of {countries[i % 5]}?"))));

        for (var i = 0; i < answers.Length; i++)
        {
            answers[i].ShouldContain(capitals[i % 5]);
        }
    }

    [Fact]
    public async Task Tokenize_Conversation_AsInProcess()
    {
        var prompt = Chat("<|im_end|> 😀") with { Tools = JsonSerializer.SerializeToElement(new[] { new { name = "x" } }), AddGenerationPrompt = false };
        var expected = await _local.TokenizeAsync(prompt, Cancellation);

        var result = await _worker.TokenizeAsync(prompt, Cancellation);

        result.Tokens.ShouldBe(expected.Tokens);
        result.Text.ShouldBe(expected.Text);
        (await _worker.DetokenizeAsync(result.Tokens, Cancellation)).ShouldBe(expected.Text);
    }

    [Fact]
    public async Task Embed_Texts_AsInProcess()
    {
        var request = new EmbeddingRequest([new PromptInput { Text = "one" }, new PromptInput { Text = "日本" }, new PromptInput { Tokens = [1, 2] }]);
        var expected = await _local.EmbedAsync(request, Cancellation);

        var result = await _worker.EmbedAsync(request, Cancellation);

        result.PromptTokens.ShouldBe(expected.PromptTokens);
        for (var i = 0; i < 3; i++)
        {
            result.Vectors[i].ShouldBe(expected.Vectors[i]);
        }
    }

    [Theory]
    [InlineData(InferenceErrorCode.InvalidRequest, 0)]
    [InlineData(InferenceErrorCode.ContextLengthExceeded, 5000)]
    public async Task Generate_Refused_SameErrorAsInProcess(InferenceErrorCode code, int maxTokens)
    {
        var expected = await _local.AnswerAsync(Ask("Hello", maxTokens)).ShouldFailAsync(code);

        var error = await _worker.AnswerAsync(Ask("Hello", maxTokens)).ShouldFailAsync(code);

        error.Message.ShouldBe(expected.Message);
    }

    [Fact]
    public async Task Generate_NaNTemperature_RefusedAsInProcess()
    {
        var request = Ask("Hello") with { Sampling = new SamplingParameters { Temperature = float.NaN } };

        (await _worker.AnswerAsync(request).ShouldFailAsync(InferenceErrorCode.InvalidRequest)).Message.ShouldContain("temperature");
    }

    [Fact]
    public async Task Calls_Refused_SameCodesAsInProcess()
    {
        await _worker.DetokenizeAsync([99_999], Cancellation).ShouldFailAsync(InferenceErrorCode.InvalidRequest);
        await _worker.TokenizeAsync(new PromptInput(), Cancellation).ShouldFailAsync(InferenceErrorCode.InvalidRequest);
        await _worker.EmbedAsync(new EmbeddingRequest([]), Cancellation).ShouldFailAsync(InferenceErrorCode.InvalidRequest);
    }

    [Theory]
    [InlineData(55)]
    [InlineData(60)]
    [InlineData(61)]
    [InlineData(62)]
    [InlineData(63)]
    [InlineData(64)]
    public async Task Tokenize_DeeplyNestedTools_AnsweredAndWorkerLives(int depth)
    {
        using var tools = JsonDocument.Parse(string.Concat(Enumerable.Repeat('[', depth)) + string.Concat(Enumerable.Repeat(']', depth)));
        var prompt = Chat("Hello") with { Tools = tools.RootElement.Clone() };
        var expected = await _local.TokenizeAsync(prompt, Cancellation);

        (await _worker.TokenizeAsync(prompt, Cancellation)).Tokens.ShouldBe(expected.Tokens);
    }

    [Fact]
    public async Task Generate_PromptOfAMegabyte_Refused()
    {
        var request = Ask(new string('x', 1_000_000));

        await _worker.AnswerAsync(request).ShouldFailAsync(InferenceErrorCode.ContextLengthExceeded);
    }

    [Fact]
    public async Task Generate_ReadersLeave_NextAnswerRightAndNothingOpen()
    {
        await using var worker = await WorkerFixture.LoadAsync(SharedEngine.Options with { ParallelSequences = 2 });
        var random = new Random(3);
        await Task.WhenAll(Enumerable.Range(0, 30).Select(_ => LeaveAsync(worker, random.Next(0, 10))));

        // With two slots only, answers that went on would hold this one up.
        (await worker.TextAsync(Ask("What is the capital of France?"))).ShouldContain("Paris");
        worker.Load.ShouldBe(new EngineLoad(0, 0, 0));
    }

    private static async Task LeaveAsync(WorkerEngine worker, int events)
    {
        await foreach (var _ in worker.GenerateAsync(AskForever(), Cancellation))
        {
            if (events-- == 0)
            {
                break;
            }
        }
    }
}
