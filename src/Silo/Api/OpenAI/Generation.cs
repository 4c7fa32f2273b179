using LlmGateway.Grains.Replicas;
using LlmGateway.Silo.Telemetry;

namespace LlmGateway.Silo.Api.OpenAI;

/// <summary>One running generation: its chunks, with measurements taken as they pass. The first chunk is read before an answer begins, so that refusals keep their status.</summary>
internal sealed class Generation : IAsyncDisposable
{
    private readonly IAsyncEnumerator<GenerationChunk> _chunks;
    private readonly GenerationTimer _timer;

    private Generation(IAsyncEnumerator<GenerationChunk> chunks, GenerationTimer timer)
    {
        _chunks = chunks;
        _timer = timer;
    }

    /// <summary>The chunk that was read last.</summary>
    public GenerationChunk Current => _chunks.Current;

    /// <summary>Sends the request to its replica and waits until it is accepted.</summary>
    public static async Task<Parsed<Generation>> StartAsync(
        HttpContext http, InferenceServices services, ModelTarget target, GenerateRequest request, string operation, string promptParam)
    {
        var timer = services.Metrics.Start(operation, target.Route);
        var chunks = services.Replicas.GenerateAsync(target.ReplicaId, request, http.RequestAborted).GetAsyncEnumerator(http.RequestAborted);
        var generation = new Generation(chunks, timer);
        if (await generation.NextAsync() && generation.Current is GenerationStartedChunk)
        {
            return generation;
        }

        var error = generation.Current is GenerationFailedChunk failed ? failed.Error : new ReplicaError(ReplicaErrorCode.Internal, "The replica answered nothing.");
        await generation.DisposeAsync();
        return ApiProblem.From(error, promptParam);
    }

    /// <summary>Waits for the next chunk.</summary>
    /// <exception cref="OperationCanceledException">The client has gone.</exception>
    public async ValueTask<bool> NextAsync()
    {
        if (!await _chunks.MoveNextAsync())
        {
            return false;
        }

        _timer.Observe(_chunks.Current);
        return true;
    }

    public async ValueTask DisposeAsync()
    {
        _timer.Stop();
        await _chunks.DisposeAsync();
    }
}
