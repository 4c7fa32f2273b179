using System.Diagnostics;
using LlmGateway.Inference.Native;

namespace LlmGateway.Benchmarks;

/// <summary>The baseline: <c>llama_decode</c> driven in the tightest loop, without sampling, text or requests.</summary>
internal sealed unsafe class DecodeLoop : IDisposable
{
    private const int PrefillTokens = 256;
    private readonly LlamaModelHandle _model;
    private readonly LlamaContextHandle _context;
    private readonly int _streams;

    public DecodeLoop(string path, int streams, int context, int threads)
    {
        _streams = streams;
        _model = LlamaModelHandle.Load(path, gpuLayers: 0);
        var parameters = NativeMethods.llama_context_default_params();
        parameters.ContextSize = (uint)(context * streams);
        parameters.BatchSize = parameters.MicroBatchSize = PrefillTokens + 16;
        parameters.MaxSequences = (uint)streams;
        parameters.MaxOutputs = (uint)streams;
        parameters.Threads = parameters.BatchThreads = threads;
        parameters.FlashAttention = 0;
        parameters.UnifiedKv = 1;
        _context = LlamaContextHandle.Create(_model, parameters);
    }

    /// <summary>Generated tokens a second: all streams read a prompt, then advance together.</summary>
    public double Run(int promptTokens, int newTokens)
    {
        var context = _context.DangerousGetHandle();
        NativeMethods.llama_memory_clear(NativeMethods.llama_get_memory(context), 0);
        using TokenBatch batch = new(PrefillTokens + 16);
        var started = Stopwatch.GetTimestamp();
        for (var stream = 0; stream < _streams; stream++)
        {
            batch.Clear();
            for (var i = 0; i < promptTokens; i++)
            {
                batch.Add(100 + i, i, stream, output: i == promptTokens - 1);
            }

            Check(NativeMethods.llama_decode(context, batch.ToNative()));
        }

        // The prompt's step yields the first token.
        for (var step = 1; step < newTokens; step++)
        {
            batch.Clear();
            for (var stream = 0; stream < _streams; stream++)
            {
                batch.Add(200 + step % 64, promptTokens + step - 1, stream, output: true);
            }

            Check(NativeMethods.llama_decode(context, batch.ToNative()));
            _ = NativeMethods.llama_get_logits_ith(context, _streams - 1)[0]; // waits for the result
        }

        return _streams * newTokens / Stopwatch.GetElapsedTime(started).TotalSeconds;
    }

    public void Dispose()
    {
        _context.Dispose();
        _model.Dispose();
    }

    private static void Check(int code)
    {
        if (code != 0)
        {
            throw new InvalidOperationException($"llama_decode failed with {code}.");
        }
    }
}
