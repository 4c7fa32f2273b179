using System.Runtime.InteropServices;

namespace LlmGateway.Inference.Native;

/// <summary>Memory for one <c>llama_batch</c> of tokens, filled anew for each step. One thread at a time.</summary>
internal sealed unsafe class TokenBatch : IDisposable
{
    private readonly int _capacity;
    private readonly int* _tokens;
    private readonly int* _positions;
    private readonly int* _sequenceCounts;
    private readonly int* _sequenceIds;
    private readonly int** _sequenceIdPointers;
    private readonly sbyte* _logits;
    private bool _disposed;

    public TokenBatch(int capacity)
    {
        _capacity = capacity;
        _tokens = Allocate<int>(capacity);
        _positions = Allocate<int>(capacity);
        _sequenceCounts = Allocate<int>(capacity);
        _sequenceIds = Allocate<int>(capacity);
        _sequenceIdPointers = (int**)NativeMemory.AllocZeroed((nuint)capacity, (nuint)sizeof(int*));
        _logits = Allocate<sbyte>(capacity);
        for (var i = 0; i < capacity; i++)
        {
            _sequenceCounts[i] = 1;
            _sequenceIdPointers[i] = _sequenceIds + i;
        }
    }

    /// <summary>Tokens in the batch.</summary>
    public int Count { get; private set; }

    public void Clear() => Count = 0;

    /// <summary>Adds a token.</summary>
    /// <param name="token">Within the vocabulary.</param>
    /// <param name="position">Position in its sequence.</param>
    /// <param name="sequence">Native sequence id.</param>
    /// <param name="output">Whether logits or embeddings are wanted after it.</param>
    /// <exception cref="InvalidOperationException">The batch is full: llama.cpp would abort.</exception>
    public void Add(int token, int position, int sequence, bool output)
    {
        if (Count == _capacity)
        {
            throw new InvalidOperationException($"A batch holds at most {_capacity} tokens.");
        }

        _tokens[Count] = token;
        _positions[Count] = position;
        _sequenceIds[Count] = sequence;
        _logits[Count] = output ? (sbyte)1 : (sbyte)0;
        Count++;
    }

    public LlamaBatch ToNative() => new()
    {
        TokenCount = Count,
        Token = _tokens,
        Position = _positions,
        SequenceCount = _sequenceCounts,
        SequenceIds = _sequenceIdPointers,
        Logits = _logits,
    };

    public void Dispose()
    {
        if (!_disposed)
        {
            _disposed = true;
            NativeMemory.Free(_tokens);
            NativeMemory.Free(_positions);
            NativeMemory.Free(_sequenceCounts);
            NativeMemory.Free(_sequenceIds);
            NativeMemory.Free(_sequenceIdPointers);
            NativeMemory.Free(_logits);
        }
    }

    private static T* Allocate<T>(int count)
        where T : unmanaged => (T*)NativeMemory.AllocZeroed((nuint)count, (nuint)sizeof(T));
}
