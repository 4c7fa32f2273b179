using System.Collections.Immutable;
using LlmGateway.Grains;
using Microsoft.Extensions.Logging;

namespace LlmGateway.Web.Components.Pages.Start;

/// <summary>The served models of the cluster, asked for again and again while somebody watches. One for each connected browser.</summary>
/// <remarks>It belongs to the renderer's synchronization context, as its components do; nothing in it is locked.</remarks>
public sealed partial class ServedModelsState(IGrainFactory grains, TimeProvider time, ILogger<ServedModelsState> logger) : IDisposable
{
    /// <summary>Time between two questions.</summary>
    public static readonly TimeSpan RefreshInterval = TimeSpan.FromSeconds(2);

    /// <summary>How long an answer may take.</summary>
    public static readonly TimeSpan AnswerTimeout = TimeSpan.FromSeconds(4);

    private readonly List<Action> _watchers = [];
    private CancellationTokenSource? _polling;

    /// <summary>The models by name as last heard; null before the first answer.</summary>
    public ImmutableArray<ServedModel>? Models { get; private set; }

    /// <summary>The cluster did not answer when last asked; <see cref="Models"/> may be old.</summary>
    public bool Unreachable { get; private set; }

    /// <summary>When the cluster last answered; null before.</summary>
    public DateTimeOffset? AnsweredAt { get; private set; }

    /// <summary>Begins with models that are known from elsewhere, unless the cluster has already answered.</summary>
    public void BeginWith(IEnumerable<ServedModel> models) => Models ??= [.. models];

    /// <summary>Asks once; a failure is kept in <see cref="Unreachable"/>.</summary>
    public async Task RefreshAsync(CancellationToken cancellationToken = default)
    {
        try
        {
            var routes = await grains.GetModelCatalog().GetRoutesAsync(cancellationToken).WaitAsync(AnswerTimeout, time, cancellationToken);
            Models = [.. routes.Models.Values.OrderBy(route => route.Name, StringComparer.Ordinal).Select(ServedModel.From)];
            AnsweredAt = time.GetUtcNow();
            Unreachable = false;
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            // Whatever it is, the next question may have an answer.
            if (!Unreachable)
            {
                LogUnreachable(exception);
            }

            Unreachable = true;
        }
    }

    /// <summary>Asks now and every <see cref="RefreshInterval"/> until the result is disposed.</summary>
    /// <param name="changed">Called after each answer or failure.</param>
    public IDisposable Watch(Action changed)
    {
        _watchers.Add(changed);
        if (_polling is null)
        {
            _polling = new CancellationTokenSource();
            _ = PollAsync(_polling.Token);
        }

        return new Watcher(this, changed);
    }

    /// <inheritdoc />
    public void Dispose()
    {
        _watchers.Clear();
        _polling?.Cancel();
        _polling?.Dispose();
        _polling = null;
    }

    private async Task PollAsync(CancellationToken stop)
    {
        try
        {
            using var timer = new PeriodicTimer(RefreshInterval, time);
            do
            {
                await RefreshAsync(stop);
                foreach (var changed in _watchers.ToArray())
                {
                    changed();
                }
            }
            while (await timer.WaitForNextTickAsync(stop));
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // Nobody watches any more.
        }
    }

    private void Leave(Action changed)
    {
        if (_watchers.Remove(changed) && _watchers.Count == 0)
        {
            Dispose();
        }
    }

    private sealed class Watcher(ServedModelsState state, Action changed) : IDisposable
    {
        public void Dispose() => state.Leave(changed);
    }
}
