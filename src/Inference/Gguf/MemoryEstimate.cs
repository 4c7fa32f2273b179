using LlmGateway.Inference.Gguf.Checks;

namespace LlmGateway.Inference.Gguf;

/// <summary>Memory a model will need, computed from its header before anything is loaded. All sizes in bytes.</summary>
/// <param name="WeightBytes">All tensors as stored; exact. A tied embedding that is copied to a GPU counts twice.</param>
/// <param name="KvBytes">Keys and values for the whole context; exact for plain attention, an upper bound for sliding windows and shared layers.</param>
/// <param name="OutputBytes">Logits of one token for each sequence; exact.</param>
/// <param name="ComputeBytes">Scratch memory of one micro-batch; an estimate, see the remarks of <see cref="Compute"/>.</param>
/// <param name="GpuBytes">The part of the total that lies on the GPU; 0 without offloaded layers.</param>
public sealed record MemoryEstimate(long WeightBytes, long KvBytes, long OutputBytes, long ComputeBytes, long GpuBytes)
{
    /// <summary>llama.cpp rounds contexts up to this many tokens (llama-context.cpp).</summary>
    private const int ContextPadding = 256;

    /// <summary>Everything together, GPU and host.</summary>
    public long TotalBytes => WeightBytes + KvBytes + OutputBytes + ComputeBytes;

    /// <summary>The part of the total that lies in the host's memory.</summary>
    public long HostBytes => TotalBytes - GpuBytes;

    /// <summary>Computes the need of one context with a key-value cache shared by its sequences (<c>kv_unified</c>).</summary>
    /// <param name="header">The model.</param>
    /// <param name="file">The file <paramref name="header"/> was made from.</param>
    /// <param name="contextTokens">Tokens of all sequences together; at least 1, rounded up to a multiple of 256.</param>
    /// <param name="kvTypeK">Storage type of keys.</param>
    /// <param name="kvTypeV">Storage type of values.</param>
    /// <param name="sequences">Conversations at the same time; at least 1.</param>
    /// <param name="microBatch">Tokens of one forward pass (<c>n_ubatch</c>); at least 1.</param>
    /// <param name="gpuLayers">Layers on the GPU, counted from the last; one more than the model has takes the output layer too.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is below its least value.</exception>
    /// <exception cref="OverflowException">The sizes together do not fit 63 bits.</exception>
    /// <remarks>
    /// Scratch memory is that of the graph's widest moment in F32: the logits of the whole micro-batch with two copies of
    /// the residual stream, or one block's projections with three copies and the attention mask (F32 and F16).
    /// Compared with llama.cpp's own report on the CPU: equal for the demo model and for 100 million parameters with
    /// micro-batches of 512 and 2048, a third too high for 0.4 million.
    /// </remarks>
    public static MemoryEstimate Compute(
        ModelHeader header, GgufFile file, int contextTokens, GgmlType kvTypeK, GgmlType kvTypeV, int sequences, int microBatch, int gpuLayers)
    {
        ArgumentNullException.ThrowIfNull(header);
        ArgumentNullException.ThrowIfNull(file);
        ArgumentOutOfRangeException.ThrowIfLessThan(contextTokens, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(sequences, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(microBatch, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(gpuLayers);
        checked
        {
            var tokens = ((long)contextTokens + ContextPadding - 1) / ContextPadding * ContextPadding;
            var firstOnGpu = Math.Max(0, header.LayerCount + 1 - gpuLayers);
            long weights = 0, kv = 0, onGpu = 0;
            foreach (var tensor in file.Tensors)
            {
                var copies = IsTiedOutput(tensor, file) && gpuLayers > 0 && firstOnGpu <= header.LayerCount ? 2 : 1;
                weights += copies * tensor.ByteCount;
                onGpu += IsOnGpu(tensor, firstOnGpu, header.LayerCount) || copies == 2 ? tensor.ByteCount : 0;
            }

            for (var i = 0; i < header.LayerCount; i++)
            {
                var layer = tokens * (kvTypeK.RowBytes((long)header.KvHeadCount[i] * header.KeyLength)
                    + kvTypeV.RowBytes((long)header.KvHeadCount[i] * header.ValueLength));
                kv += layer;
                onGpu += i >= firstOnGpu ? layer : 0;
            }

            var output = (long)sequences * header.VocabularySize * sizeof(float);
            var compute = ScratchBytes(header, tokens, Math.Min(microBatch, tokens));
            return new MemoryEstimate(weights, kv, output, compute, onGpu + (gpuLayers > 0 ? compute : 0));
        }
    }

    private static long ScratchBytes(ModelHeader header, long contextTokens, long microBatch)
    {
        var heads = (long)header.HeadCount * (header.KeyLength + header.ValueLength);
        var block = Math.Max(2L * header.FeedForwardLength, 2 * heads);
        var mask = contextTokens * (sizeof(float) + sizeof(ushort));
        var atOutput = (header.VocabularySize + (2L * header.EmbeddingLength)) * sizeof(float);
        var atBlock = ((block + (3L * header.EmbeddingLength)) * sizeof(float)) + mask;
        return checked(microBatch * Math.Max(atOutput, atBlock));
    }

    private static bool IsTiedOutput(GgufTensor tensor, GgufFile file) =>
        tensor.Name == "token_embd.weight" && !file.Tensors.Any(other => other.Name == "output.weight");

    /// <summary>Blocks go from the last to the first, after the output layer; the input layer stays with the host.</summary>
    private static bool IsOnGpu(GgufTensor tensor, int firstOnGpu, int layers) =>
        TensorChecks.BlockOf(tensor.Name) is { } block
            ? block >= firstOnGpu
            : firstOnGpu <= layers && tensor.Name.StartsWith("output", StringComparison.Ordinal);
}
