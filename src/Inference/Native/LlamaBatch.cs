using System.Runtime.InteropServices;

namespace LlmGateway.Inference.Native;

/// <summary><c>llama_batch</c>: 56 bytes. Every array holds <see cref="TokenCount"/> elements.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct LlamaBatch
{
    public int TokenCount;
    public int* Token;
    public float* Embedding;
    public int* Position;
    public int* SequenceCount;
    public int** SequenceIds;
    public sbyte* Logits;
}
