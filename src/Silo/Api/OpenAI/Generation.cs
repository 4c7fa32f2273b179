using LlmGateway.Grains.Models;
using LlmGateway.Grains.Replicas;
using LlmGateway.Silo.Api.Requests;
using LlmGateway.Silo.Auth;
using LlmGateway.Silo.Telemetry;
using LlmGateway.Storage;

namespace LlmGateway.Silo.Api.OpenAI;

/// <summary>
/// One running generation: its chunks, with measurements taken as they pass. The first chunk is read before an answer begins, so that refusals keep
/// their status. Whoever leaves early, the engine tells what it has generated, and that is what the request is billed.
/// </summary>
internal sealed class Generation : IAsyncDisposable
{
    private readonly HttpContext _http;
    private readonly AdmittedRequest _admitted;
    private readonly IAsyncEnumerator<GenerationChunk> _chunks;
    private readonly GenerationTimer _timer;
    private readonly CancellationTokenSource _stop;
    private readonly CancellationToken _drain;
    private GenerationFailedChunk? _cutOff;
    private TokenUsage _usage = AdmittedRequest.NoTokens;
    private LedgerStatus _status = LedgerStatus.Failed;
    private bool _ended;

    private Generation(HttpContext http, InferenceServices services, ModelTarget target, AdmittedRequest admitted, GenerateRequest request)
    {
        _http = http;
        _admitted = admitted;
        _drain = services.Drain.Token;
        _stop = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted, _drain, http.KeyRevoked());
        _timer = services.Metrics.Start(admitted.Plan.Operation, target.Route);
        _chunks = services.Replicas.GenerateAsync(target.ReplicaId, request, _stop.Token).GetAsyncEnumerator(CancellationToken.None);
    }

    /// <summary>The chunk that was read last.</summary>
    public GenerationChunk Current => _cutOff ?? _chunks.Current;

    /// <summary>Sends the request to its replica and waits until it is accepted.</summary>
    public static async Task<Parsed<Generation>> StartAsync(
        HttpContext http, InferenceServices services, ModelTarget target, AdmittedRequest admitted, GenerateRequest request, string promptParam)
    {
        if (CheckTokens(request, target.Route) is { } problem)
        {
            return problem;
        }

        request = request with
        {
            // Where limits left less than the client could have had, the answer ends there.
            MaxTokens = request.MaxTokens ?? (admitted.NewTokens < admitted.Plan.NewTokens ? (int)admitted.NewTokens : null),
            CacheScope = http.Tenant().Id,
            RequestId = admitted.Id,
            Account = admitted.Account,
        };
        var generation = new Generation(http, services, target, admitted, request);
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

    /// <summary>Waits for the next chunk.</summary>
    /// <exception cref="OperationCanceledException">The client has gone; the request is settled.</exception>
    public async ValueTask<bool> NextAsync()
    {
        if (_ended || !await _chunks.MoveNextAsync())
        {
            return false;
        }

        switch (Current)
        {
            case GenerationStartedChunk:
                _admitted.Accepted();
                break;
            case TextChunk:
                _admitted.TextCame();
                break;
            case GenerationFinishedChunk { Reason: FinishReason.Cancelled } end:
                await CutOffAsync(end.Usage);
                break;
            case GenerationFinishedChunk end:
                End(end.Usage, LedgerStatus.Completed);
                break;
            case GenerationFailedChunk:
                Fail();
                break;
        }

        _timer.Observe(Current);
        return true;
    }

    /// <summary>Waits for the first text, with a sign of life now and then: the queue and a long prompt can take minutes.</summary>
    public async Task FirstAsync(TimeSpan pingInterval, Func<Task> ping)
    {
        var next = NextAsync().AsTask();
        try
        {
            while (await Task.WhenAny(next, Task.Delay(pingInterval, _stop.Token)) != next && !_stop.IsCancellationRequested)
            {
                await ping();
            }
        }
        finally
        {
            await ((Task)next).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing); // It must not run on when the answer is given up.
        }

        await next;
    }

    /// <summary>Commits what the generation has cost. Called at its end.</summary>
    public Task SettleAsync() => _admitted.SettleAsync(_usage, _status);

    public async ValueTask DisposeAsync()
    {
        _timer.Stop();
        if (!_ended)
        {
            // The answer broke off: what was generated until now is billed.
            await _stop.CancelAsync();
            while (!_ended && await _chunks.MoveNextAsync())
            {
                if (_chunks.Current is GenerationFinishedChunk end)
                {
                    End(end.Usage, LedgerStatus.Cancelled);
                }
                else if (_chunks.Current is GenerationFailedChunk)
                {
                    Fail();
                }
            }

            await SettleAsync();
        }

        await _chunks.DisposeAsync();
        _stop.Dispose();
    }

    // What the gateway fails costs nothing.
    private void Fail() => End(AdmittedRequest.NoTokens, LedgerStatus.Failed);

    private void End(TokenUsage usage, LedgerStatus status) => (_ended, _usage, _status) = (true, usage, status);

    // The gateway stopped the engine: the client has gone, its key was revoked, or the silo goes.
    private async Task CutOffAsync(TokenUsage usage)
    {
        End(usage, LedgerStatus.Cancelled);
        await SettleAsync();
        if (_http.RequestAborted.IsCancellationRequested)
        {
            RequestFacts.Of(_http).ClientLeft = true;
            throw new OperationCanceledException(_http.RequestAborted);
        }

        _cutOff = new GenerationFailedChunk(_drain.IsCancellationRequested
            ? new ReplicaError(ReplicaErrorCode.Unavailable, "The silo is being stopped and the answer took too long to finish. Try again.")
            : new ReplicaError(ReplicaErrorCode.KeyRevoked, "This API key was revoked while it was used. Use another one."));
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
}
