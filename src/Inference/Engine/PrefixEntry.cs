namespace LlmGateway.Inference.Engine;

/// <summary>What was computed for a request that has ended.</summary>
/// <param name="Scope">Whose requests may go on from it.</param>
/// <param name="Tokens">The tokens that it was computed for.</param>
/// <param name="State">Their keys and values.</param>
internal sealed record PrefixEntry(string Scope, int[] Tokens, SequenceState State);
