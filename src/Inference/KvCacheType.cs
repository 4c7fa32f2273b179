namespace LlmGateway.Inference;

/// <summary>Type of the cached keys and values.</summary>
public enum KvCacheType
{
    /// <summary>16-bit floats: the default.</summary>
    F16 = 1,

    /// <summary>32-bit floats.</summary>
    F32 = 0,

    /// <summary>8-bit blocks: half the memory of F16, slower with long contexts; switches flash attention on.</summary>
#pragma warning disable CA1707 // The name that everybody knows it by.
    Q8_0 = 8,
#pragma warning restore CA1707
}
