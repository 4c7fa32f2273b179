using LlmGateway.Inference.Engine;
using static LlmGateway.Inference.Tests.Engine.EngineCalls;

namespace LlmGateway.Inference.Tests.Engine;

public sealed class EmbeddingTests(SharedEngine shared)
{
    private readonly LlamaEngine _engine = shared.Engine;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Embed_Texts_UnitVectorsAndUsage()
    {
        string[] texts = ["one", "The dog runs in the garden.", "日本 😀"];
        var tokens = await Task.WhenAll(texts.Select(text => _engine.TokenizeAsync(new PromptInput { Text = text }, Cancellation)));

        var result = await EmbedAsync(_engine, texts);

        result.Vectors.Count.ShouldBe(3);
        result.Vectors.ShouldAllBe(vector => vector.Length == 256);
        result.Vectors.Select(vector => Dot(vector, vector)).ShouldAllBe(length => Math.Abs(length - 1) < 1e-5);
        result.PromptTokens.ShouldBe(tokens.Sum(prompt => prompt.Tokens.Count));
    }

    [Fact]
    public async Task Embed_SimilarTexts_CloserThanDifferentOnes()
    {
        var vectors = (await EmbedAsync(_engine, "The dog runs in the garden.", "The dog runs in the park.", "What is 12 - 5?")).Vectors;

        Dot(vectors[0], vectors[1]).ShouldBeGreaterThan(Dot(vectors[0], vectors[2]));
        Dot(vectors[0], vectors[1]).ShouldBeGreaterThan(Dot(vectors[1], vectors[2]));
    }

    [Fact]
    public async Task Embed_Batch_AsOneByOne()
    {
        string[] texts = ["one", "two words", "three whole words"];

        var batch = await EmbedAsync(_engine, texts);

        for (var i = 0; i < texts.Length; i++)
        {
            (await EmbedAsync(_engine, texts[i])).Vectors[0].ShouldBe(batch.Vectors[i]);
        }
    }

    [Fact]
    public async Task Embed_WholeContext_Works()
    {
        var result = await _engine.EmbedAsync(new EmbeddingRequest([new PromptInput { Tokens = [.. Enumerable.Repeat(65, 1024)] }]), Cancellation);

        result.PromptTokens.ShouldBe(1024);
    }

    [Fact]
    public async Task Embed_TooLong_RefusedWithNumbers()
    {
        var request = new EmbeddingRequest([new PromptInput { Text = "fine" }, new PromptInput { Tokens = [.. Enumerable.Repeat(65, 1025)] }]);

        var error = await _engine.EmbedAsync(request, Cancellation).ShouldFailAsync(InferenceErrorCode.ContextLengthExceeded);

        error.Message.ShouldContain("1024 tokens, but input 1 has 1025");
    }

    [Fact]
    public async Task Embed_EmptyInput_Refused()
    {
        (await EmbedAsync(_engine, "fine", "").ShouldFailAsync(InferenceErrorCode.InvalidRequest)).Message.ShouldContain("must not be empty");
        (await EmbedAsync(_engine).ShouldFailAsync(InferenceErrorCode.InvalidRequest)).Message.ShouldContain("no input");
    }

    [Fact]
    public async Task Embed_WhileGenerating_BothRight()
    {
        var expected = (await EmbedAsync(_engine, "The dog runs.")).Vectors[0];
        var answer = await _engine.TextAsync(Ask("Count to twelve."));

        var answers = Enumerable.Range(0, 10).Select(_ => _engine.TextAsync(Ask("Count to twelve."))).ToList();
        var embeddings = Enumerable.Range(0, 30).Select(_ => EmbedAsync(_engine, "The dog runs.")).ToList();

        foreach (var result in await Task.WhenAll(embeddings))
        {
            result.Vectors[0].ShouldBe(expected);
        }

        (await Task.WhenAll(answers)).ShouldAllBe(text => text == answer);
    }

    [Fact]
    public async Task Embed_Cancelled_RestDropped()
    {
        await using var engine = await LlamaEngine.LoadAsync(SharedEngine.Options);

        var texts = Enumerable.Repeat(new PromptInput { Text = "text" }, 100).ToList();
        await Should.ThrowAsync<OperationCanceledException>(engine.EmbedAsync(new EmbeddingRequest(texts), new CancellationToken(canceled: true)));

        (await EmbedAsync(engine, "next")).Vectors.Count.ShouldBe(1);
    }

    private static Task<EmbeddingResult> EmbedAsync(LlamaEngine engine, params string[] texts) =>
        engine.EmbedAsync(new EmbeddingRequest([.. texts.Select(text => new PromptInput { Text = text })]), Cancellation);

    private static double Dot(float[] one, float[] two) => one.Zip(two, (a, b) => (double)a * b).Sum();
}
