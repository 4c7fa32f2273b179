using LlmGateway.Inference.Sampling;

namespace LlmGateway.Inference.Tests.Sampling;

public sealed class LogitsTests
{
    public static TheoryData<int> Lengths => [1, 2, 3, 4, 7, 8, 9, 15, 16, 17, 31, 33, 63, 65, 127, 1000, 3072, 32003];

    [Theory]
    [MemberData(nameof(Lengths))]
    public void MaxAndArgMax_RandomRow_AsOneByOne(int length)
    {
        var row = Rows.Random(length, seed: length);

        Logits.Max(row).ShouldBe(row.Max());
        Logits.ArgMax(row).ShouldBe(Array.IndexOf(row, row.Max()));
    }

    [Theory]
    [MemberData(nameof(Lengths))]
    public void ArgMax_LargestAnywhere_Found(int length)
    {
        var row = new float[length];
        for (var at = 0; at < length; at += Math.Max(1, length / 50))
        {
            Array.Fill(row, -3f);
            row[at] = -2f;

            Logits.ArgMax(row).ShouldBe(at);
        }
    }

    [Fact]
    public void ArgMax_Equals_TheFirst() => Logits.ArgMax([1, 5, 2, 5, 5, 0, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5]).ShouldBe(1);

    [Theory]
    [MemberData(nameof(Lengths))]
    public void MaxAndArgMax_NaNAnywhere_NaNAndNone(int length)
    {
        for (var at = 0; at < length; at += Math.Max(1, length / 50))
        {
            var row = Rows.Random(length, seed: 1);
            row[at] = float.NaN;

            Logits.Max(row).ShouldBe(float.NaN);
            Logits.ArgMax(row).ShouldBe(-1);
        }
    }

    [Theory]
    [MemberData(nameof(Lengths))]
    public void MaxAndArgMax_NothingAllowed_None(int length)
    {
        var row = new float[length];
        Array.Fill(row, float.NegativeInfinity);

        Logits.Max(row).ShouldBe(float.NegativeInfinity);
        Logits.ArgMax(row).ShouldBe(-1);
    }

    [Fact]
    public void ArgMax_OneAllowed_ThatOne()
    {
        var row = new float[100];
        Array.Fill(row, float.NegativeInfinity);
        row[77] = -1e30f;

        Logits.ArgMax(row).ShouldBe(77);
    }

    [Theory]
    [MemberData(nameof(Lengths))]
    public void Weights_RandomRow_AsInDoublePrecision(int length)
    {
        var row = Rows.Random(length, seed: length);
        if (length > 2)
        {
            row[length / 2] = float.NegativeInfinity;
        }

        var max = row.Max();
        var weights = new float[length];

        var sum = Logits.Weights(row, max, 1 / 0.7f, weights);

        var exact = row.Select(logit => Math.Exp(((double)logit - max) / 0.7)).ToArray();
        for (var i = 0; i < length; i++)
        {
            weights[i].ShouldBe((float)exact[i], 2e-6);
        }

        weights.Max().ShouldBe(1f, 1e-6);
        sum.ShouldBe(exact.Sum(), exact.Sum() * 1e-5);
    }
}
