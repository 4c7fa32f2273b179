namespace LlmGateway.Inference.Tests.Engine;

/// <summary>Short ways to ask an engine.</summary>
internal static class EngineCalls
{
    /// <summary>Above everything that a healthy engine takes, so that a hang fails instead of blocking.</summary>
    public static TimeSpan Patience { get; } = TimeSpan.FromSeconds(60);

    /// <summary>A question of one user, answered greedily.</summary>
    public static GenerationRequest Ask(string question, int? maxTokens = null) => new()
    {
        Prompt = Chat(question),
        MaxTokens = maxTokens,
        Sampling = new SamplingParameters { Temperature = 0 },
    };

    /// <summary>A question that is answered until the context is full, for tests that need a busy engine.</summary>
    public static GenerationRequest AskForever(string question = "Tell me a story about a fox.") =>
        Ask(question) with { IgnoreEos = true };

    public static PromptInput Chat(string question) => new() { Messages = [new PromptMessage("user", question)] };

    public static async Task<Answer> AnswerAsync(this IInferenceEngine engine, GenerationRequest request)
    {
        List<GenerationEvent> events = [];
        await foreach (var generated in engine.GenerateAsync(request, TestContext.Current.CancellationToken))
        {
            events.Add(generated);
        }

        return new Answer(events);
    }

    public static async Task<string> TextAsync(this IInferenceEngine engine, GenerationRequest request) => (await engine.AnswerAsync(request)).Text;

    /// <summary>Starts an answer and waits until its first text is there.</summary>
    public static async Task<IAsyncEnumerator<GenerationEvent>> StartAsync(
        this IInferenceEngine engine, GenerationRequest request, CancellationToken cancellationToken)
    {
        var events = await engine.QueueAsync(request, cancellationToken);
        (await events.MoveNextAsync().AsTask().WaitAsync(Patience, CancellationToken.None)).ShouldBeTrue();
        return events;
    }

    /// <summary>Hands a request over and waits until it is accepted.</summary>
    public static async Task<IAsyncEnumerator<GenerationEvent>> QueueAsync(
        this IInferenceEngine engine, GenerationRequest request, CancellationToken cancellationToken)
    {
        var events = engine.GenerateAsync(request, cancellationToken).GetAsyncEnumerator(cancellationToken);
        (await events.MoveNextAsync().AsTask().WaitAsync(Patience, CancellationToken.None)).ShouldBeTrue();
        events.Current.ShouldBeOfType<GenerationStarted>();
        return events;
    }

    /// <summary>Reads the rest of an answer.</summary>
    public static async Task DrainAsync(this IAsyncEnumerator<GenerationEvent> events)
    {
        while (await events.MoveNextAsync().AsTask().WaitAsync(Patience, CancellationToken.None))
        {
        }
    }

    /// <summary>Reads the rest of an answer that must end, and gives all its events from now on.</summary>
    public static async Task<Answer> RestAsync(this IAsyncEnumerator<GenerationEvent> events)
    {
        List<GenerationEvent> rest = [events.Current];
        while (await events.MoveNextAsync().AsTask().WaitAsync(Patience, CancellationToken.None))
        {
            rest.Add(events.Current);
        }

        return new Answer(rest);
    }

    /// <summary>Expects a refusal or failure of this kind.</summary>
    public static async Task<InferenceException> ShouldFailAsync(this Task call, InferenceErrorCode code)
    {
        var error = await Should.ThrowAsync<InferenceException>(call.WaitAsync(Patience, CancellationToken.None));
        error.Code.ShouldBe(code, error.Message);
        return error;
    }
}
