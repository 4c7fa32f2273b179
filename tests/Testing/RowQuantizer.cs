using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using LlmGateway.Inference.Gguf;

namespace LlmGateway.Testing;

/// <summary>Stores rows of F32 values in other tensor types.</summary>
/// <remarks>Rounding as in the reference quantisers of ggml-quants.c.</remarks>
public static class RowQuantizer
{
    private const int BlockValues = 32;

    /// <summary>Converts whole blocks.</summary>
    /// <param name="values">The row; a multiple of 32 values for quantised types.</param>
    /// <param name="type">F32, F16, Q8_0 or Q4_0.</param>
    /// <param name="bytes">Receives exactly <see cref="GgmlTypeSizes.RowBytes"/> bytes.</param>
    /// <exception cref="NotSupportedException">Another type.</exception>
    public static void Convert(ReadOnlySpan<float> values, GgmlType type, Span<byte> bytes)
    {
        switch (type)
        {
            case GgmlType.F32:
                MemoryMarshal.AsBytes(values).CopyTo(bytes);
                break;
            case GgmlType.F16:
                ToHalf(values, MemoryMarshal.Cast<byte, Half>(bytes));
                break;
            case GgmlType.Q8_0:
                ForEachBlock(values, bytes, type, Q8Block);
                break;
            case GgmlType.Q4_0:
                ForEachBlock(values, bytes, type, Q4Block);
                break;
            default:
                throw new NotSupportedException($"Random models are not written as {type}.");
        }
    }

    private delegate void BlockConversion(ReadOnlySpan<float> values, Span<byte> block);

    private static void ForEachBlock(ReadOnlySpan<float> values, Span<byte> bytes, GgmlType type, BlockConversion convert)
    {
        var blockBytes = type.BlockBytes();
        for (var i = 0; i < values.Length / BlockValues; i++)
        {
            convert(values.Slice(i * BlockValues, BlockValues), bytes.Slice(i * blockBytes, blockBytes));
        }
    }

    private static void ToHalf(ReadOnlySpan<float> values, Span<Half> halves)
    {
        for (var i = 0; i < values.Length; i++)
        {
            halves[i] = (Half)values[i];
        }
    }

    /// <summary>Scale as F16, then 32 signed bytes.</summary>
    private static void Q8Block(ReadOnlySpan<float> values, Span<byte> block)
    {
        var vectors = MemoryMarshal.Cast<float, Vector256<float>>(values);
        var largest = Vector256<float>.Zero;
        foreach (var vector in vectors)
        {
            largest = Vector256.Max(largest, Vector256.Abs(vector));
        }

        var lanes = Vector128.Max(largest.GetLower(), largest.GetUpper());
        var most = Math.Max(Math.Max(lanes[0], lanes[1]), Math.Max(lanes[2], lanes[3]));
        var scale = most / 127;
        var inverse = Vector256.Create(scale == 0 ? 0 : 1 / scale);
        BinaryPrimitives.WriteHalfLittleEndian(block, (Half)scale);
        var quants = block[2..];
        for (var i = 0; i < vectors.Length; i += 2)
        {
            var low = Vector256.ConvertToInt32(Vector256.Round(vectors[i] * inverse));
            var high = Vector256.ConvertToInt32(Vector256.Round(vectors[i + 1] * inverse));
            var words = Vector256.Narrow(low, high);
            Vector128.Narrow(words.GetLower(), words.GetUpper()).AsByte().CopyTo(quants[(i * 8)..]);
        }
    }

    /// <summary>Scale as F16, then 16 bytes: value i in the low and value i + 16 in the high half of byte i.</summary>
    private static void Q4Block(ReadOnlySpan<float> values, Span<byte> block)
    {
        var most = 0f;
        foreach (var value in values)
        {
            most = Math.Abs(value) > Math.Abs(most) ? value : most;
        }

        var scale = most / -8;
        var inverse = scale == 0 ? 0 : 1 / scale;
        BinaryPrimitives.WriteHalfLittleEndian(block, (Half)scale);
        for (var i = 0; i < BlockValues / 2; i++)
        {
            block[2 + i] = (byte)(Quant(values[i]) | (Quant(values[i + (BlockValues / 2)]) << 4));
        }

        int Quant(float value) => Math.Min(15, (int)((value * inverse) + 8.5f));
    }
}
