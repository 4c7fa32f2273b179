using LlmGateway.Inference.Sampling;

namespace LlmGateway.Inference.Tests.Sampling;

public sealed class SamplerTests
{
    private const int Draws = 20_000;

    public static TheoryData<float, int, float, float> Distributions => new()
    {
        { 1, 0, 1, 0 }, { 0.5f, 0, 1, 0 }, { 2, 0, 1, 0 },
        { 1, 5, 1, 0 }, { 1, 0, 0.7f, 0 }, { 1, 0, 1, 0.1f }, { 0.8f, 10, 0.9f, 0.05f },
    };

    [Theory]
    [MemberData(nameof(Distributions))]
    public void Next_ManyDraws_FrequenciesOfTheReference(float temperature, int topK, float topP, float minP)
    {
        var row = Rows.Random(37, seed: 3, deviation: 1.5f);
        var parameters = new SamplingParameters { Temperature = temperature, TopK = topK, TopP = topP, MinP = minP, Seed = 42 };
        var expected = NaiveSampling.Distribution(row, parameters);
        var counts = Take(parameters, row, Draws).CountBy(token => token).ToDictionary();

        counts.Keys.ShouldBeSubsetOf(expected.Keys);
        foreach (var (token, probability) in expected)
        {
            // Five standard deviations; the draws are fixed, so this either holds always or never.
            var tolerance = 5 * Math.Sqrt(probability * (1 - probability) / Draws) + 1e-9;
            ((double)counts.GetValueOrDefault(token) / Draws).ShouldBe(probability, tolerance);
        }
    }

    [Fact]
    public void Next_TemperatureZero_LargestLogit()
    {
        for (var seed = 0; seed < 20; seed++)
        {
            var row = Rows.Random(517, seed);

            Next(new SamplingParameters { Temperature = 0 }, row).ShouldBe(Array.IndexOf(row, row.Max()));
        }
    }

    [Theory]
    [InlineData(float.Epsilon)]
    [InlineData(1e-39f)]
    [InlineData(1e-30f)]
    [InlineData(1e-3f)]
    public void Next_TemperatureNearZero_LargestLogit(float temperature)
    {
        var row = Rows.Random(517, seed: 9);

        Next(new SamplingParameters { Temperature = temperature }, row).ShouldBe(Array.IndexOf(row, row.Max()));
        Next(new SamplingParameters { Temperature = temperature, TopP = 0.9f }, row).ShouldBe(Array.IndexOf(row, row.Max()));
    }

    [Fact]
    public void Next_SameSeed_SameTokens()
    {
        var row = Rows.Random(200, seed: 5);
        var parameters = new SamplingParameters { Seed = 7 };

        Take(parameters, row, 50).ShouldBe(Take(parameters, row, 50));
        Take(parameters, row, 50).ShouldNotBe(Take(parameters with { Seed = 8 }, row, 50));
        Take(parameters, row, 50).Distinct().Count().ShouldBeGreaterThan(10);
    }

    [Fact]
    public void Next_NoSeed_AnswersDiffer()
    {
        var row = Rows.Random(1000, seed: 5, deviation: 0.1f);

        Take(new SamplingParameters(), row, 30).ShouldNotBe(Take(new SamplingParameters(), row, 30));
    }

    [Fact]
    public void Next_OtherRowsBefore_DrawDependsOnItsIndexOnly()
    {
        var row = Rows.Random(200, seed: 5);
        var parameters = new SamplingParameters { Seed = 7 };
        var (one, two) = (new Sampler(parameters, []), new Sampler(parameters, []));
        var buffers = new SamplingBuffers(200);

        one.Next(Rows.Random(200, seed: 1), buffers);
        two.Next(Rows.Random(200, seed: 2), buffers);

        one.Next(row, buffers).ShouldBe(two.Next(row, buffers));
    }

    [Fact]
    public void Next_NegativeSeed_Works() => Next(new SamplingParameters { Seed = -1 }, [0, 1, 2]).ShouldBeInRange(0, 2);

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void Next_NaN_None(float temperature)
    {
        var row = Rows.Random(99, seed: 1);
        row[50] = float.NaN;

        Next(new SamplingParameters { Temperature = temperature }, row).ShouldBe(-1);
        Next(new SamplingParameters { Temperature = temperature, TopK = 5, RepeatPenalty = 1.1f }, row).ShouldBe(-1);
    }

    [Fact]
    public void Next_ForbiddenByMinusInfinity_NeverDrawn()
    {
        float[] row = [float.NegativeInfinity, 1, float.NegativeInfinity, 1, float.NegativeInfinity];

        Take(new SamplingParameters { Temperature = 2, Seed = 1 }, row, 500).Distinct().Order().ShouldBe([1, 3]);
    }

    [Fact]
    public void Next_RowOfTheModel_NotChanged()
    {
        var row = Rows.Random(50, seed: 1);
        float[] before = [.. row];

        Take(new SamplingParameters { FrequencyPenalty = 1, LogitBias = new Dictionary<int, float> { [3] = 5 } }, row, 5);

        row.ShouldBe(before);
    }

    private static int Next(SamplingParameters parameters, float[] row) => Take(parameters, row, 1)[0];

    private static List<int> Take(SamplingParameters parameters, float[] row, int count)
    {
        var sampler = new Sampler(parameters, []);
        var buffers = new SamplingBuffers(row.Length);
        return [.. Enumerable.Range(0, count).Select(_ => sampler.Next(row, buffers))];
    }
}
