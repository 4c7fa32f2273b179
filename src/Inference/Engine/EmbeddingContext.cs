using LlmGateway.Inference.Native;

namespace LlmGateway.Inference.Engine;

/// <summary>The native context that embeddings are computed in: apart from the answers', since it pools. Used by the engine's thread only.</summary>
internal sealed unsafe class EmbeddingContext : IDisposable
{
    private const int MeanPooling = 1;
    private const int ModelPooling = -1;

    private readonly LlamaContextHandle _handle;
    private readonly nint _context;
    private readonly nint _memory;
    private readonly TokenBatch _batch;
    private readonly int _length;
    private readonly bool _encoder;

    /// <param name="model">The model; one that names its own pooling keeps it, others get the mean over tokens.</param>
    /// <param name="plan">Threads and context length.</param>
    /// <param name="modelPools">Whether the model's header names a pooling.</param>
    public EmbeddingContext(LlamaModelHandle model, EnginePlan plan, bool modelPools)
    {
        var parameters = NativeMethods.llama_context_default_params();
        // Models that attend in both directions need a whole text in one micro-batch.
        parameters.ContextSize = parameters.BatchSize = parameters.MicroBatchSize = (uint)plan.ContextTokens;
        parameters.Threads = parameters.BatchThreads = plan.Threads;
        parameters.PoolingType = modelPools ? ModelPooling : MeanPooling;
        parameters.Embeddings = 1;
        _handle = LlamaContextHandle.Create(model, parameters);
        _context = _handle.DangerousGetHandle();
        _memory = NativeMethods.llama_get_memory(_context);
        _batch = new TokenBatch(plan.ContextTokens);
        _length = NativeMethods.llama_model_n_embd_out(model.DangerousGetHandle());
        _encoder = NativeMethods.llama_model_has_encoder(model.DangerousGetHandle()) != 0 && NativeMethods.llama_model_has_decoder(model.DangerousGetHandle()) == 0;
    }

    /// <summary>The unit-length embedding of one text.</summary>
    /// <param name="tokens">At least one, at most the context.</param>
    /// <exception cref="InferenceException">llama.cpp failed.</exception>
    public float[] Embed(IReadOnlyList<int> tokens)
    {
        if (_memory != 0)
        {
            NativeMethods.llama_memory_clear(_memory, 0);
        }

        _batch.Clear();
        for (var i = 0; i < tokens.Count; i++)
        {
            _batch.Add(tokens[i], i, sequence: 0, output: true);
        }

        var code = _encoder ? NativeMethods.llama_encode(_context, _batch.ToNative()) : NativeMethods.llama_decode(_context, _batch.ToNative());
        var row = code == 0 ? NativeMethods.llama_get_embeddings_seq(_context, 0) : null;
        return row is null
            ? throw new InferenceException(InferenceErrorCode.Internal, $"llama.cpp could not compute an embedding (code {code}).")
            : Normalise(new ReadOnlySpan<float>(row, _length));
    }

    public void Dispose()
    {
        _batch.Dispose();
        _handle.Dispose();
    }

    private static float[] Normalise(ReadOnlySpan<float> row)
    {
        double square = 0;
        foreach (var value in row)
        {
            square += (double)value * value;
        }

        if (!double.IsFinite(square))
        {
            throw new InferenceException(InferenceErrorCode.Internal, "The model's embedding is not a number.");
        }

        var scale = square > 0 ? (float)(1 / Math.Sqrt(square)) : 0;
        var vector = new float[row.Length];
        for (var i = 0; i < row.Length; i++)
        {
            vector[i] = row[i] * scale;
        }

        return vector;
    }
}
