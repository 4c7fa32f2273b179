using LlmGateway.Inference.Native;

namespace LlmGateway.Inference.Engine;

/// <summary>The native context that answers are computed in. Used by the engine's thread only.</summary>
internal sealed unsafe class GenerationContext : IDisposable
{
    private readonly LlamaContextHandle _handle;
    private readonly nint _context;
    private readonly nint _memory;
    private readonly TokenBatch _batch;
    private readonly int _vocabularySize;
    private readonly int _slots;

    /// <exception cref="InferenceException">There is not enough memory for the cache.</exception>
    public GenerationContext(LlamaModelHandle model, EnginePlan plan, int vocabularySize)
    {
        var parameters = NativeMethods.llama_context_default_params();
        parameters.ContextSize = (uint)plan.CacheTokens;
        parameters.BatchSize = (uint)plan.BatchTokens;
        parameters.MicroBatchSize = (uint)plan.BatchTokens;
        parameters.MaxSequences = (uint)plan.ParallelSequences;
        // Each sequence asks for one row of logits a step; the default reserves one for every token of the batch.
        parameters.MaxOutputs = (uint)plan.ParallelSequences;
        parameters.Threads = parameters.BatchThreads = plan.Threads;
        parameters.KeyType = parameters.ValueType = (int)plan.KvCacheType;
        // A quantised value cache needs flash attention; on a CPU it is slower otherwise, on a GPU llama.cpp decides.
        parameters.FlashAttention = plan.KvCacheType == KvCacheType.Q8_0 ? 1 : plan.GpuLayers == 0 ? 0 : -1;
        parameters.UnifiedKv = 1;
        _handle = LlamaContextHandle.Create(model, parameters);
        _context = _handle.DangerousGetHandle();
        _memory = NativeMethods.llama_get_memory(_context);
        _batch = new TokenBatch(plan.BatchTokens);
        _vocabularySize = vocabularySize;
        _slots = plan.ParallelSequences;
        var weights = model.DangerousGetHandle();
        KeepsThePast = NativeMethods.llama_model_is_recurrent(weights) == 0 && NativeMethods.llama_model_is_hybrid(weights) == 0 && NativeMethods.llama_model_n_swa(weights) == 0;
    }

    /// <summary>Computes one step.</summary>
    /// <returns>llama.cpp's answer: 0, or an error after which nothing of the step is in the cache.</returns>
    public int Decode(IReadOnlyList<PlannedSpan> plan)
    {
        _batch.Clear();
        for (var i = 0; i < plan.Count; i++)
        {
            var (sequence, start, count, sample) = plan[i];
            for (var position = start; position < start + count; position++)
            {
                _batch.Add(sequence[position], position, sequence.Slot, sample && position == start + count - 1);
            }
        }

        return NativeMethods.llama_decode(_context, _batch.ToNative());
    }

    /// <summary>The logits after the <paramref name="index"/>-th token of the last step; empty if there are none.</summary>
    public ReadOnlySpan<float> Logits(int index)
    {
        var row = NativeMethods.llama_get_logits_ith(_context, index);
        return row is null ? [] : new ReadOnlySpan<float>(row, _vocabularySize);
    }

    /// <summary>Whether a sequence can be cut off and gone on with at any token: not with recurrent layers or sliding windows, which keep no past.</summary>
    public bool KeepsThePast { get; }

    /// <summary>Forgets a sequence.</summary>
    public void Clear(int slot) => NativeMethods.llama_memory_seq_rm(_memory, Checked(slot), -1, -1);

    /// <summary>Lets a sequence begin with the first tokens of another; the cells are shared.</summary>
    public void Share(int from, int to, int count) => NativeMethods.llama_memory_seq_cp(_memory, Checked(from), Checked(to), 0, count);

    /// <summary>Copies what was computed for a sequence out of the cache; null if that can't be done, or would take too much memory.</summary>
    public SequenceState? Save(int slot, long maxBytes)
    {
        var size = NativeMethods.llama_state_seq_get_size(_context, Checked(slot));
        if (size == 0 || size > (nuint)maxBytes)
        {
            return null;
        }

        var state = new SequenceState((long)size);
        if (NativeMethods.llama_state_seq_get_data(_context, state.Bytes, size, slot) == size)
        {
            return state;
        }

        state.Dispose();
        return null;
    }

    /// <summary>Copies the beginning of a saved sequence into an empty one.</summary>
    /// <returns>False if there is no room in one piece; the sequence is empty then.</returns>
    public bool Restore(SequenceState state, int slot, int count)
    {
        if (NativeMethods.llama_state_seq_set_data(_context, state.Bytes, (nuint)state.Length, Checked(slot)) > 0
            && NativeMethods.llama_memory_seq_rm(_memory, slot, count, -1) != 0)
        {
            return true;
        }

        Clear(slot);
        return false;
    }

    private int Checked(int slot)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)slot, (uint)_slots);
        return slot;
    }

    public void Dispose()
    {
        _batch.Dispose();
        _handle.Dispose();
    }
}
