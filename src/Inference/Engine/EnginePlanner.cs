using LlmGateway.Inference.Gguf;

namespace LlmGateway.Inference.Engine;

/// <summary>Settles what the options leave open from the model's header and the free memory.</summary>
internal static class EnginePlanner
{
    private const int DefaultContext = 8192;
    private const int DefaultSequences = 16;
    private const int MaxSequences = 256;
    private const int CellBlock = 256; // llama.cpp rounds the cache up to this many cells.

    /// <exception cref="InferenceException">A setting is out of range, or weights and cache do not fit the memory.</exception>
    public static EnginePlan Plan(EngineOptions options, GgufFile file, ModelHeader header, ComputeDevice device)
    {
        Within("context", options.ContextTokens, 16, 16 * 1024 * 1024);
        Within("parallel", options.ParallelSequences, 1, MaxSequences);
        Within("threads", options.Threads, 1, 1024);
        Within("prefill tokens", options.PrefillTokens, 16, 4096);
        Within("prefix cache", options.PrefixCacheBytes, 0, long.MaxValue);
        Within("queue limit", options.QueueLimit, 1, 1_000_000);

        var sequences = options.ParallelSequences ?? DefaultSequences;
        var context = options.ContextTokens ?? (int)Math.Min(header.ContextLength, DefaultContext);
        var weights = file.Tensors.Sum(tensor => tensor.ByteCount);
        var perCell = CacheBytes(header, 1, options.KvCacheType);
        var free = device.FreeBytes - weights;
        var affordable = perCell == 0 ? long.MaxValue : free / 2 / perCell / CellBlock * CellBlock;
        if (affordable < Math.Min(context, CellBlock) || (options.ContextTokens is not null && affordable < context))
        {
            throw new InferenceException(
                InferenceErrorCode.ModelUnusable,
                $"{options.ModelPath} does not fit: {Mebibytes(weights)} of weights and {Mebibytes(perCell * context)} of cache for {context} tokens, but {device.Name} has {Mebibytes(device.FreeBytes)} free. Use a smaller model or context.");
        }

        context = (int)Math.Min(context, affordable);
        // Room for every sequence at full length, unless that takes more than half of what is free.
        var cells = Math.Min(affordable, (long)RoundUp(context) * sequences);
        return new EnginePlan(
            context,
            (int)Math.Min(cells, int.MaxValue / 2),
            sequences,
            options.Threads ?? Math.Max(1, Environment.ProcessorCount - 1),
            device.IsGpu ? options.GpuLayers ?? -1 : 0,
            options.PrefillTokens,
            options.KvCacheType,
            options.PrefixCacheBytes ?? Math.Max(0, Math.Min(perCell * cells, (HostMemory.AvailableBytes() - weights - (perCell * cells)) / 8)));
    }

    /// <summary>Bytes of a cache of <paramref name="cells"/> tokens.</summary>
    public static long CacheBytes(ModelHeader header, long cells, KvCacheType type)
    {
        var ggml = (GgmlType)type; // The numbers are ggml's.
        return cells * header.KvHeadCount.Sum(heads => ggml.RowBytes((long)heads * header.KeyLength) + ggml.RowBytes((long)heads * header.ValueLength));
    }

    private static int RoundUp(int tokens) => (tokens + CellBlock - 1) / CellBlock * CellBlock;

    private static string Mebibytes(long bytes) => $"{Math.Max(0, bytes) / (1024 * 1024)} MiB";

    private static void Within(string name, long? value, long from, long to)
    {
        if (value < from || value > to)
        {
            throw new InferenceException(InferenceErrorCode.ModelUnusable, $"The setting '{name}' must be from {from} to {to}, not {value}.");
        }
    }
}
