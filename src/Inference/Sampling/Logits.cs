using System.Numerics;
using System.Runtime.InteropServices;

namespace LlmGateway.Inference.Sampling;

/// <summary>Vectorised passes over one row of logits.</summary>
internal static class Logits
{
    /// <summary>The largest logit; NaN if any is NaN.</summary>
    public static float Max(ReadOnlySpan<float> logits)
    {
        var max = float.NegativeInfinity;
        var blocks = MemoryMarshal.Cast<float, Vector<float>>(logits);
        if (blocks.Length > 0)
        {
            var best = blocks[0];
            for (var i = 1; i < blocks.Length; i++)
            {
                best = Vector.Max(best, blocks[i]);
            }

            for (var i = 0; i < Vector<float>.Count; i++)
            {
                max = MathF.Max(max, best[i]);
            }
        }

        foreach (var logit in logits[(blocks.Length * Vector<float>.Count)..])
        {
            max = MathF.Max(max, logit);
        }

        return max;
    }

    /// <summary>Index of the largest logit, the first one among equals; −1 if any is NaN or none is above −∞.</summary>
    public static int ArgMax(ReadOnlySpan<float> logits)
    {
        var max = Max(logits);
        return float.IsNaN(max) || float.IsNegativeInfinity(max) ? -1 : logits.IndexOf(max);
    }

    /// <summary>Writes exp((logit − max) · scale) for each logit and returns the sum of all.</summary>
    public static double Weights(ReadOnlySpan<float> logits, float max, float scale, Span<float> weights)
    {
        var source = MemoryMarshal.Cast<float, Vector<float>>(logits);
        var target = MemoryMarshal.Cast<float, Vector<float>>(weights[..logits.Length]);
        var offset = new Vector<float>(max);
        double sum = 0;
        for (var i = 0; i < source.Length; i++)
        {
            var weight = Vector.Exp((source[i] - offset) * scale);
            target[i] = weight;
            sum += Vector.Sum(weight);
        }

        for (var i = source.Length * Vector<float>.Count; i < logits.Length; i++)
        {
            sum += weights[i] = MathF.Exp((logits[i] - max) * scale);
        }

        return sum;
    }
}
