using LlmGateway.Inference.Engine;

namespace LlmGateway.Inference.Tests.Engine;

/// <summary>A request without a model: every computed token that is sampled gives one more.</summary>
internal sealed class TestSequence(IReadOnlyList<int> prompt, int maxTokens) : Sequence(prompt, maxTokens)
{
    public TestSequence(int prompt, int maxTokens)
        : this([.. Enumerable.Range(0, prompt)], maxTokens)
    {
    }

    public bool Finished => GeneratedTokens == MaxTokens;

    public void Compute(PlannedSpan span)
    {
        span.Start.ShouldBe(Computed, "positions must follow one another");
        span.Count.ShouldBeInRange(1, Pending);
        Advance(span.Count);
        span.Sample.ShouldBe(Pending == 0, "a token is chosen after the last one known, and only there");
        if (span.Sample)
        {
            Append(GeneratedTokens);
        }
    }
}
