using System.Runtime.CompilerServices;
using LlmGateway.Inference;

namespace LlmGateway.Grains.Replicas;

/// <summary>An engine in the grains' words: its refusals and failures become values.</summary>
internal static class EngineCalls
{
    public static async IAsyncEnumerable<GenerationChunk> GenerateChunksAsync(
        this IInferenceEngine engine, GenerateRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var events = engine.GenerateAsync(request.ToRequest(), cancellationToken).GetAsyncEnumerator(cancellationToken);
        while (true)
        {
            GenerationChunk? chunk;
            try
            {
                chunk = await events.MoveNextAsync() ? events.Current.ToChunk() : null;
            }
            catch (InferenceException e)
            {
                chunk = new GenerationFailedChunk(e.ToError());
            }

            if (chunk is not null)
            {
                yield return chunk;
            }

            if (chunk is null or GenerationFailedChunk)
            {
                yield break;
            }
        }
    }

    public static Task<ReplicaResult<Embeddings>> EmbedAsync(this IInferenceEngine engine, EmbedRequest request, CancellationToken cancellationToken) =>
        CallAsync(async () =>
        {
            var result = await engine.EmbedAsync(request.ToRequest(), cancellationToken);
            return new Embeddings([.. result.Vectors], result.PromptTokens);
        });

    public static Task<ReplicaResult<TokenizedText>> TokenizeAsync(this IInferenceEngine engine, Prompt prompt, CancellationToken cancellationToken) =>
        CallAsync(async () =>
        {
            var result = await engine.TokenizeAsync(prompt.ToInput(), cancellationToken);
            return new TokenizedText([.. result.Tokens], result.Text);
        });

    public static Task<ReplicaResult<string>> DetokenizeTextAsync(this IInferenceEngine engine, int[] tokens, CancellationToken cancellationToken) =>
        CallAsync(() => engine.DetokenizeAsync(tokens, cancellationToken));

    private static async Task<ReplicaResult<T>> CallAsync<T>(Func<Task<T>> call)
        where T : class
    {
        try
        {
            return new ReplicaResult<T>(await call(), null);
        }
        catch (InferenceException e)
        {
            return new ReplicaResult<T>(null, e.ToError());
        }
    }
}
