using System.Runtime.CompilerServices;
using LlmGateway.Inference;
using LlmGateway.Inference.Workers;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Concurrency;
using Orleans.Placement;

namespace LlmGateway.Grains.Replicas;

// Reentrant: answers stream while the model is watched. It holds native memory, so it neither moves nor is collected.
[GrainType("model-replica"), Reentrant, KeepAlive, Immovable]
internal sealed partial class ModelReplicaGrain(
    IEngineFactory engines, LocalReplicas local, IOptions<ReplicaOptions> options, TimeProvider time, ILogger<ModelReplicaGrain> logger) : Grain, IModelReplicaGrain, IDisposable
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(0.5);
    private readonly Dictionary<string, CancellationTokenSource> _calls = new(StringComparer.Ordinal);
    private IInferenceEngine? _engine;
    private ReplicaState _state;
    private string? _error;
    private long _revision;
    private CancellationTokenSource? _stop;
    private Task _life = Task.CompletedTask;

    private string Id => this.GetPrimaryKeyString();

    public Task<ReplicaStatus> StartAsync(ReplicaSettings settings, CancellationToken cancellationToken)
    {
        if (_life.IsCompleted)
        {
            _stop?.Dispose();
            _stop = new CancellationTokenSource();
            _state = ReplicaState.Loading;
            _life = LiveAsync(settings, _stop.Token);
        }

        return GetStatusAsync(cancellationToken);
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        if (_stop is not null)
        {
            await _stop.CancelAsync();
        }

        await _life;
    }

    public Task<ReplicaStatus> GetStatusAsync(CancellationToken cancellationToken) => Task.FromResult(new ReplicaStatus
    {
        Id = Id,
        State = _state,
        Error = _error,
        Revision = _revision,
        Model = _engine?.Model.ToInfo(),
        ProcessId = _engine is WorkerEngine worker ? worker.ProcessId : _engine is null ? null : Environment.ProcessId,
    });

    public async IAsyncEnumerable<GenerationChunk> GenerateAsync(GenerateRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (_engine is not { } engine)
        {
            yield return new GenerationFailedChunk(NotLoaded());
            yield break;
        }

        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        if (request.CallId is { } call)
        {
            _calls[call] = cancel;
        }

        try
        {
            await foreach (var chunk in engine.GenerateChunksAsync(request, cancel.Token))
            {
                yield return chunk;
            }
        }
        finally
        {
            _calls.Remove(request.CallId ?? "");
        }
    }

    public Task CancelAsync(string callId, CancellationToken cancellationToken) =>
        _calls.TryGetValue(callId, out var call) ? call.CancelAsync() : Task.CompletedTask;

    public Task<ReplicaResult<Embeddings>> EmbedAsync(EmbedRequest request, CancellationToken cancellationToken) =>
        _engine?.EmbedAsync(request, cancellationToken) ?? Task.FromResult(new ReplicaResult<Embeddings>(null, NotLoaded()));

    public Task<ReplicaResult<TokenizedText>> TokenizeAsync(Prompt prompt, CancellationToken cancellationToken) =>
        _engine?.TokenizeAsync(prompt, cancellationToken) ?? Task.FromResult(new ReplicaResult<TokenizedText>(null, NotLoaded()));

    public Task<ReplicaResult<string>> DetokenizeAsync(int[] tokens, CancellationToken cancellationToken) =>
        _engine?.DetokenizeTextAsync(tokens, cancellationToken) ?? Task.FromResult(new ReplicaResult<string>(null, NotLoaded()));

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _revision = time.GetUtcNow().ToUnixTimeMilliseconds(); // Above all that an earlier activation gave.
        return Task.CompletedTask;
    }

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken) => StopAsync(cancellationToken);

    public void Dispose() => _stop?.Dispose();

    // Loads the model, serves until the engine is lost, and loads it again: at once the first time, then with growing pauses.
    private async Task LiveAsync(ReplicaSettings settings, CancellationToken stop)
    {
        var losses = 0;
        string? error = null;
        try
        {
            while (true)
            {
                await ChangeAsync(ReplicaState.Loading, error, settings.Model);
                await Task.Delay(PauseAfter(losses), time, stop);
                var since = time.GetTimestamp();
                error = await ServeAsync(settings, stop);
                LogLost(Id, error);
                losses = time.GetElapsedTime(since) > options.Value.MaxRestartPause ? 1 : losses + 1;
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            await UnloadAsync();
            _state = ReplicaState.Stopped;
        }
        catch (InferenceException e)
        {
            // The model's grain tries again with its next upkeep: the file may have been put right.
            LogFailed(Id, e.Message);
            await ChangeAsync(ReplicaState.Failed, e.Message, settings.Model);
        }
    }

    // Until the engine is lost, be it while it loads; returns how.
    private async Task<string> ServeAsync(ReplicaSettings settings, CancellationToken stop)
    {
        try
        {
            _engine = await engines.LoadAsync(settings.ToOptions() with { Name = Id }, stop);
        }
        catch (InferenceException e) when (e.Code == InferenceErrorCode.EngineLost)
        {
            return e.Message;
        }

        local.Add(Id, _engine);
        LogReady(Id);
        await ChangeAsync(ReplicaState.Ready, null, settings.Model);
        var failure = await _engine.Completion.WaitAsync(stop);
        await UnloadAsync();
        return failure?.Message ?? "The engine ended.";
    }

    // The first loss after a while of service costs no pause; one that keeps dying is tried ever later.
    private TimeSpan PauseAfter(int losses) => losses < 2
        ? TimeSpan.Zero
        : TimeSpan.FromTicks((long)Math.Min(FirstPause.Ticks * Math.Pow(2, losses - 2), options.Value.MaxRestartPause.Ticks));

    private async Task UnloadAsync()
    {
        local.Remove(Id);
        var engine = _engine;
        _engine = null;
        if (engine is not null)
        {
            await engine.DisposeAsync();
        }
    }

    private async Task ChangeAsync(ReplicaState state, string? error, string model)
    {
        (_state, _error, _revision) = (state, error, _revision + 1);
        try
        {
            await GrainFactory.GetModel(model).ReportAsync(await GetStatusAsync(CancellationToken.None), CancellationToken.None);
        }
        catch (Exception e) when (e is OrleansException or TimeoutException)
        {
            LogUnreported(Id, e); // The model's upkeep asks again within a minute.
        }
    }

    private ReplicaError NotLoaded() => new(ReplicaErrorCode.Unavailable, _error ?? "The model is not loaded on this replica. Try again.");

    [LoggerMessage(LogLevel.Information, "Replica {Replica} is ready")]
    private partial void LogReady(string replica);

    [LoggerMessage(LogLevel.Warning, "Replica {Replica} lost its engine and starts it again: {Reason}")]
    private partial void LogLost(string replica, string? reason);

    [LoggerMessage(LogLevel.Error, "Replica {Replica} can't load its model: {Reason}")]
    private partial void LogFailed(string replica, string reason);

    [LoggerMessage(LogLevel.Warning, "Replica {Replica} could not report its state")]
    private partial void LogUnreported(string replica, Exception exception);
}
