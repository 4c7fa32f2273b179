namespace LlmGateway.Inference.Templates;

/// <summary>A run of UTF-16 units that came from a request.</summary>
/// <param name="Start">Offset of the first unit, from 0.</param>
/// <param name="Length">Number of units; at least 1.</param>
public readonly record struct TaintedRange(int Start, int Length);
