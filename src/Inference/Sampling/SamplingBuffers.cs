namespace LlmGateway.Inference.Sampling;

/// <summary>Scratch rows that all samplers of one engine thread share.</summary>
/// <param name="vocabularySize">Length of a row of logits.</param>
internal sealed class SamplingBuffers(int vocabularySize)
{
    /// <summary>A copy of the logits, where they have to be changed.</summary>
    public float[] Row { get; } = new float[vocabularySize];

    /// <summary>Unnormalised probabilities by token.</summary>
    public float[] Weights { get; } = new float[vocabularySize];

    /// <summary>Negated weights of the candidates, so that sorting puts the likeliest first.</summary>
    public float[] CandidateKeys { get; } = new float[vocabularySize];

    /// <summary>Tokens of the candidates.</summary>
    public int[] Candidates { get; } = new int[vocabularySize];
}
