using LlmGateway.Inference.Sampling;

namespace LlmGateway.Inference.Tests.Sampling;

public sealed class SamplingChecksTests
{
    public static TheoryData<string, SamplingParameters> Invalid => new()
    {
        { "temperature", new() { Temperature = -0.1f } },
        { "temperature", new() { Temperature = float.NaN } },
        { "temperature", new() { Temperature = float.PositiveInfinity } },
        { "top_p", new() { TopP = 0 } },
        { "top_p", new() { TopP = 1.1f } },
        { "top_p", new() { TopP = float.NaN } },
        { "min_p", new() { MinP = -0.1f } },
        { "min_p", new() { MinP = 1.1f } },
        { "top_k", new() { TopK = -1 } },
        { "frequency_penalty", new() { FrequencyPenalty = float.NaN } },
        { "presence_penalty", new() { PresencePenalty = float.NegativeInfinity } },
        { "repeat_penalty", new() { RepeatPenalty = 0 } },
        { "logit_bias", new() { LogitBias = new Dictionary<int, float> { [100] = 1 } } },
        { "logit_bias", new() { LogitBias = new Dictionary<int, float> { [-1] = 1 } } },
        { "logit_bias must be from -100 to 100", new() { LogitBias = new Dictionary<int, float> { [1] = float.NaN } } },
        { "logit_bias must be from -100 to 100", new() { LogitBias = new Dictionary<int, float> { [1] = float.MaxValue } } },
    };

    [Theory]
    [MemberData(nameof(Invalid))]
    public void Check_OutOfRange_MessageNamesTheParameter(string name, SamplingParameters parameters)
    {
        var error = Should.Throw<InferenceException>(() => SamplingChecks.Check(parameters, vocabularySize: 100));

        error.Code.ShouldBe(InferenceErrorCode.InvalidRequest);
        error.Message.ShouldContain(name);
    }

    [Fact]
    public void Check_Extremes_Accepted()
    {
        SamplingChecks.Check(new SamplingParameters(), 100);
        SamplingChecks.Check(
            new SamplingParameters
            {
                Temperature = 0,
                TopP = 1,
                MinP = 1,
                TopK = int.MaxValue,
                FrequencyPenalty = -2,
                PresencePenalty = 2,
                LogitBias = new Dictionary<int, float> { [0] = -100, [99] = 100 },
            },
            100);
    }
}
