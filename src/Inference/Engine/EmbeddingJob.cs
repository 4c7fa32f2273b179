namespace LlmGateway.Inference.Engine;

/// <summary>Texts that wait for their embeddings.</summary>
/// <param name="request">What was asked for.</param>
/// <param name="inputs">Tokens of each text.</param>
/// <param name="cancellationToken">Drops the rest of the texts.</param>
internal sealed class EmbeddingJob(EmbeddingRequest request, IReadOnlyList<IReadOnlyList<int>> inputs, CancellationToken cancellationToken)
{
    private readonly TaskCompletionSource<EmbeddingResult> _result = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly List<float[]> _vectors = [];

    public Task<EmbeddingResult> Result => _result.Task;

    public string? RequestId => request.RequestId;

    public string? Account => request.Account;

    public int PromptTokens { get; } = inputs.Sum(input => input.Count);

    /// <summary>Whether every text is computed.</summary>
    public bool Done => _vectors.Count == inputs.Count;

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
        return !Done;
    }

    public void Complete() => _result.TrySetResult(new EmbeddingResult(_vectors, PromptTokens));

    public void Fail(Exception error) => _result.TrySetException(error);
}
