using LlmGateway.Inference.Engine;
using static LlmGateway.Inference.Tests.Engine.EngineCalls;

namespace LlmGateway.Inference.Tests.Engine;

/// <summary>What can't be served is refused before it is queued, with a message that says what to change.</summary>
public sealed class EngineRefusalTests(SharedEngine shared)
{
    private readonly LlamaEngine _engine = shared.Engine;

    public static TheoryData<string, GenerationRequest> Invalid => new()
    {
        { "prompt is empty", new() { Prompt = new PromptInput { Text = "" } } },
        { "prompt is empty", new() { Prompt = new PromptInput { Tokens = [] } } },
        { "either messages, text or tokens", new() { Prompt = new PromptInput() } },
        { "either messages, text or tokens", new() { Prompt = new PromptInput { Text = "a", Tokens = [1] } } },
        { "Token -1 is not in", new() { Prompt = new PromptInput { Tokens = [5, -1] } } },
        { "Token 3072 is not in the model's vocabulary, which goes from 0 to 3071", new() { Prompt = new PromptInput { Tokens = [3071, 3072] } } },
        { "max_tokens", Ask("Hello", maxTokens: 0) },
        { "max_tokens", Ask("Hello", maxTokens: -5) },
        { "stop text", Ask("Hello") with { Stop = ["a", ""] } },
        { "top_p", Ask("Hello") with { Sampling = new SamplingParameters { TopP = 2 } } },
        { "logit_bias", Ask("Hello") with { Sampling = new SamplingParameters { LogitBias = new Dictionary<int, float> { [3072] = 1 } } } },
    };

    [Theory]
    [MemberData(nameof(Invalid))]
    public async Task Generate_InvalidRequest_RefusedWithTheReason(string reason, GenerationRequest request)
    {
        var error = await _engine.AnswerAsync(request).ShouldFailAsync(InferenceErrorCode.InvalidRequest);

        error.Message.ShouldContain(reason);
    }

    [Fact]
    public async Task Generate_PromptLongerThanTheContext_RefusedWithBothNumbers()
    {
        var request = new GenerationRequest { Prompt = new PromptInput { Tokens = [.. Enumerable.Repeat(65, 1024)] } };

        var error = await _engine.AnswerAsync(request).ShouldFailAsync(InferenceErrorCode.ContextLengthExceeded);

        error.Message.ShouldContain("maximum context length is 1024 tokens");
        error.Message.ShouldContain("the prompt has 1024");
    }

    [Fact]
    public async Task Generate_PromptAndAnswerLongerThanTheContext_RefusedWithAllNumbers()
    {
        var request = new GenerationRequest { Prompt = new PromptInput { Tokens = [.. Enumerable.Repeat(65, 1000)] }, MaxTokens = 25 };

        var error = await _engine.AnswerAsync(request).ShouldFailAsync(InferenceErrorCode.ContextLengthExceeded);

        error.Message.ShouldContain("1025 were asked for (1000 in the prompt, 25 for the answer)");
    }

    [Fact]
    public async Task Generate_PromptAndAnswerExactlyTheContext_Served()
    {
        var request = new GenerationRequest { Prompt = new PromptInput { Tokens = [.. Enumerable.Repeat(65, 1000)] }, MaxTokens = 24, IgnoreEos = true };

        (await _engine.AnswerAsync(request)).End.CompletionTokens.ShouldBe(24);
    }

    [Fact]
    public async Task Generate_LastTokenOfTheContext_Served()
    {
        var request = new GenerationRequest { Prompt = new PromptInput { Tokens = [.. Enumerable.Repeat(65, 1023)] }, IgnoreEos = true };

        (await _engine.AnswerAsync(request)).End.CompletionTokens.ShouldBe(1);
    }

    [Theory]
    [InlineData("a")]
    [InlineData(" 1")]
    [InlineData("<|im_end|>\n")]
    [InlineData("日")]
    public async Task Generate_PromptOfAMegabyte_Refused(string text)
    {
        var request = Ask(string.Concat(Enumerable.Repeat(text, 1_000_000 / text.Length)));

        var error = await _engine.AnswerAsync(request).WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken)
            .ShouldFailAsync(InferenceErrorCode.ContextLengthExceeded);

        error.Message.ShouldContain("at least");
    }

    [Fact]
    public async Task Generate_Refused_NothingLeftBehind()
    {
        await using var engine = await LlamaEngine.LoadAsync(SharedEngine.Options);
        await engine.AnswerAsync(Ask("Hello", maxTokens: 5000)).ShouldFailAsync(InferenceErrorCode.ContextLengthExceeded);

        engine.Load.ShouldBe(new EngineLoad(0, 0, 0));
    }
}
