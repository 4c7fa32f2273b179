namespace LlmGateway.Inference.Engine;

/// <summary>Tokens of one sequence that go into the next step.</summary>
/// <param name="Sequence">Whose tokens.</param>
/// <param name="Start">Position of the first.</param>
/// <param name="Count">How many.</param>
/// <param name="Sample">Whether a token is chosen after the last of them.</param>
internal readonly record struct PlannedSpan(Sequence Sequence, int Start, int Count, bool Sample);
