using LlmGateway.Grains.Models;
using LlmGateway.Grains.Replicas;
using LlmGateway.Silo.Telemetry;

namespace LlmGateway.Silo.Api.OpenAI;

/// <summary>One running generation: its chunks, with measurements taken as they pass. The first chunk is read before an answer begins, so that refusals keep their status.</summary>
internal sealed class Generation : IAsyncDisposable
{
    private readonly IAsyncEnumerator<GenerationChunk> _chunks;
    private readonly GenerationTimer _timer;
    private readonly CancellationTokenSource _stop;
    private readonly CancellationToken _clientGone;
    private GenerationFailedChunk? _cutOff;

    private Generation(HttpContext http, InferenceServices services, ModelTarget target, GenerateRequest request, string operation)
    {
        _clientGone = http.RequestAborted;
        _stop = CancellationTokenSource.CreateLinkedTokenSource(_clientGone, services.Drain.Token);
        _timer = services.Metrics.Start(operation, target.Route);
        _chunks = services.Replicas.GenerateAsync(target.ReplicaId, request, _stop.Token).GetAsyncEnumerator(_stop.Token);
    }

    /// <summary>The chunk that was read last.</summary>
    public GenerationChunk Current => _cutOff ?? _chunks.Current;

    /// <summary>Sends the request to its replica and waits until it is accepted.</summary>
    public static async Task<Parsed<Generation>> StartAsync(
        HttpContext http, InferenceServices services, ModelTarget target, GenerateRequest request, string operation, string promptParam)
    {
        if (CheckTokens(request, target.Route) is { } problem)
        {
            return problem;
        }

        var generation = new Generation(http, services, target, request, operation);
        var accepted = false;
        try
        {
            accepted = await generation.NextAsync() && generation.Current is GenerationStartedChunk;
            var error = generation.Current is GenerationFailedChunk failed ? failed.Error : new ReplicaError(ReplicaErrorCode.Internal, "The replica answered nothing.");
            return accepted ? generation : ApiProblem.From(error, promptParam);
        }
        finally
        {
            if (!accepted)
            {
                await generation.DisposeAsync();
            }
        }
    }

    // The one parameter whose range is the model's.
    private static ApiProblem? CheckTokens(GenerateRequest request, ModelRoute route)
    {
        var vocabulary = route.Replicas.Max(replica => replica.Model?.VocabularySize);
        var unknown = request.Sampling.LogitBias?.Keys.FirstOrDefault(token => token >= vocabulary, -1) ?? -1;
        return unknown < 0
            ? null
            : ApiProblem.BadRequest($"'logit_bias' names token {unknown}, but this model's tokens go from 0 to {vocabulary - 1}.", "logit_bias");
    }

    /// <summary>Waits for the next chunk.</summary>
    /// <exception cref="OperationCanceledException">The client has gone.</exception>
    public async ValueTask<bool> NextAsync()
    {
        if (!await _chunks.MoveNextAsync())
        {
            return false;
        }

        if (_chunks.Current is GenerationFinishedChunk { Reason: FinishReason.Cancelled })
        {
            _clientGone.ThrowIfCancellationRequested();
            _cutOff = new GenerationFailedChunk(new ReplicaError(ReplicaErrorCode.Unavailable, "The silo is being stopped and the answer took too long to finish. Try again."));
        }

        _timer.Observe(Current);
        return true;
    }

    public async ValueTask DisposeAsync()
    {
        _timer.Stop();
        await _chunks.DisposeAsync();
        _stop.Dispose();
    }
}
