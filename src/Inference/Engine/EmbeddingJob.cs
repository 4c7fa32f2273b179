namespace LlmGateway.Inference.Engine;

/// <summary>Texts that wait for their embeddings.</summary>
/// <param name="inputs">Tokens of each text.</param>
/// <param name="cancellationToken">Drops the rest of the texts.</param>
internal sealed class EmbeddingJob(IReadOnlyList<IReadOnlyList<int>> inputs, CancellationToken cancellationToken)
{
    private readonly TaskCompletionSource<EmbeddingResult> _result = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly List<float[]> _vectors = [];

    public Task<EmbeddingResult> Result => _result.Task;

    /// <summary>Computes the next text.</summary>
    /// <returns>Whether texts remain.</returns>
    public bool Advance(Func<IReadOnlyList<int>, float[]> embed)
    {
        if (cancellationToken.IsCancellationRequested)
        {
            _result.TrySetCanceled(cancellationToken);
            return false;
        }

        _vectors.Add(embed(inputs[_vectors.Count]));
        if (_vectors.Count < inputs.Count)
        {
            return true;
        }

        _result.TrySetResult(new EmbeddingResult(_vectors, inputs.Sum(input => input.Count)));
        return false;
    }

    public void Fail(Exception error) => _result.TrySetException(error);
}
