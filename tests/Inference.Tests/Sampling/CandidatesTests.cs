using CsCheck;
using LlmGateway.Inference.Sampling;

namespace LlmGateway.Inference.Tests.Sampling;

public sealed class CandidatesTests
{
    public static TheoryData<int, float, float> Bounds => new()
    {
        { 1, 1, 0 }, { 5, 1, 0 }, { 40, 1, 0 }, { 5000, 1, 0 },
        { 0, 0.0001f, 0 }, { 0, 0.5f, 0 }, { 0, 0.9f, 0 }, { 0, 0.999f, 0 },
        { 0, 1, 0.05f }, { 0, 1, 0.5f }, { 0, 1, 1 },
        { 20, 0.8f, 0 }, { 20, 0.8f, 0.1f }, { 3, 0.99f, 0.3f }, { 0, 0.95f, 0.02f },
    };

    [Theory]
    [MemberData(nameof(Bounds))]
    public void Select_RandomRows_ExactlyTheReferencesSet(int topK, float topP, float minP)
    {
        var parameters = new SamplingParameters { TopK = topK, TopP = topP, MinP = minP };
        for (var seed = 0; seed < 40; seed++)
        {
            var row = Rows.Random(700 + seed, seed);

            Select(row, parameters).Order().ShouldBe(NaiveSampling.Distribution(row, parameters).Keys.Order(), $"seed {seed}");
        }
    }

    [Fact]
    public void Select_AnyBounds_LikeliestFirstAndNeverNone() =>
        Gen.Select(Gen.Int[1, 400], Gen.Int, Gen.Int[0, 500], Gen.Float[1e-6f, 1], Gen.Float[0, 1]).Sample(
            (length, seed, topK, topP, minP) =>
            {
                var row = Rows.Random(length, seed);

                var selected = Select(row, new SamplingParameters { TopK = topK, TopP = topP, MinP = minP });

                selected.ShouldNotBeEmpty();
                row[selected[0]].ShouldBe(row.Max());
                selected.Select(token => -row[token]).ShouldBeInOrder();
            },
            iter: 1000,
            threads: 1);

    [Theory]
    [InlineData(1e-30f, 0)]
    [InlineData(0.5f, 0)]
    [InlineData(1, 1)]
    [InlineData(0.999999f, 1)]
    public void Select_AllEqual_NeverNone(float topP, float minP)
    {
        var row = new float[1001];
        Array.Fill(row, 4.2f);

        Select(row, new SamplingParameters { TopP = topP, MinP = minP }).ShouldNotBeEmpty();
    }

    private static int[] Select(float[] row, SamplingParameters parameters)
    {
        var buffers = new SamplingBuffers(row.Length);
        var total = Logits.Weights(row, Logits.Max(row), 1 / parameters.Temperature, buffers.Weights);
        var count = Candidates.Select(buffers.Weights, total, parameters, buffers);
        return buffers.Candidates[..count];
    }
}
