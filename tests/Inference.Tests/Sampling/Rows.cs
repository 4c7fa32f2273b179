namespace LlmGateway.Inference.Tests.Sampling;

/// <summary>Rows of logits for tests.</summary>
internal static class Rows
{
    /// <summary>Normally distributed logits; the same length and seed give the same row.</summary>
    public static float[] Random(int length, int seed, float deviation = 3)
    {
        var random = new Random(seed);
        var row = new float[length];
        for (var i = 0; i < length; i++)
        {
            row[i] = deviation * (float)(Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble()));
        }

        return row;
    }
}
