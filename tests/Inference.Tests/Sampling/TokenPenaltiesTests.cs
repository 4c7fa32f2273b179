using LlmGateway.Inference.Sampling;

namespace LlmGateway.Inference.Tests.Sampling;

public sealed class TokenPenaltiesTests
{
    [Fact]
    public void Apply_Defaults_Inactive() => new TokenPenalties(new SamplingParameters(), [1, 2]).IsActive.ShouldBeFalse();

    [Fact]
    public void Apply_Frequency_OncePerOccurrenceInTheAnswer() =>
        Apply(new SamplingParameters { FrequencyPenalty = 0.5f }, prompt: [3], answer: [1, 1, 2]).ShouldBe([4, 3, 3.5f, 4]);

    [Fact]
    public void Apply_Presence_OnceForTokensOfTheAnswer() =>
        Apply(new SamplingParameters { PresencePenalty = 0.5f }, prompt: [3], answer: [1, 1, 2]).ShouldBe([4, 3.5f, 3.5f, 4]);

    [Fact]
    public void Apply_NegativePenalties_Reward() =>
        Apply(new SamplingParameters { PresencePenalty = -1, FrequencyPenalty = -2 }, prompt: [], answer: [1, 1]).ShouldBe([4, 9, 4, 4]);

    [Fact]
    public void Apply_Repeat_ShrinksPositiveAndNegativeLogitsOfPromptAndAnswer()
    {
        var penalties = new TokenPenalties(new SamplingParameters { RepeatPenalty = 2 }, [0, 0]);
        penalties.Accept(1);
        float[] logits = [4, -4, 4, -4];

        penalties.Apply(logits);

        logits.ShouldBe([2, -8, 4, -4]);
    }

    [Fact]
    public void Apply_Bias_Added() =>
        Apply(new SamplingParameters { LogitBias = new Dictionary<int, float> { [0] = -1, [3] = 2.5f } }, [], []).ShouldBe([3, 4, 4, 6.5f]);

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void Next_BiasOf100_ForcesTheToken(float temperature)
    {
        var parameters = new SamplingParameters { Temperature = temperature, Seed = 1, LogitBias = new Dictionary<int, float> { [17] = 100 } };

        Tokens(parameters, 50).ShouldAllBe(token => token == 17);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void Next_BiasOfMinus100_ForbidsTheToken(float temperature)
    {
        var row = Rows.Random(30, seed: 4);
        var likeliest = Logits.ArgMax(row);
        var parameters = new SamplingParameters { Temperature = temperature, Seed = 1, LogitBias = new Dictionary<int, float> { [likeliest] = -100 } };

        Tokens(parameters, 200).ShouldNotContain(likeliest);
    }

    [Fact]
    public void Next_GreedyWithStrongPresencePenalty_EveryTokenOnce()
    {
        var tokens = Tokens(new SamplingParameters { Temperature = 0, PresencePenalty = 100 }, 30);

        tokens.Distinct().Count().ShouldBe(30);
    }

    private static float[] Apply(SamplingParameters parameters, int[] prompt, int[] answer)
    {
        var penalties = new TokenPenalties(parameters, prompt);
        foreach (var token in answer)
        {
            penalties.Accept(token);
        }

        float[] logits = [4, 4, 4, 4];
        penalties.Apply(logits);
        return logits;
    }

    private static List<int> Tokens(SamplingParameters parameters, int count)
    {
        var row = Rows.Random(30, seed: 4);
        var sampler = new Sampler(parameters, []);
        var buffers = new SamplingBuffers(30);
        return [.. Enumerable.Range(0, count).Select(_ => sampler.Next(row, buffers))];
    }
}
