using System.Collections.Concurrent;
using LlmGateway.Inference.Journal;
using LlmGateway.Inference.Sampling;

namespace LlmGateway.Inference.Engine;

/// <summary>The one thread that computes with a model: it takes requests in, runs the scheduler's steps and hands tokens out.</summary>
internal sealed class EngineThread
{
    private readonly Func<GenerationContext> _createContext;
    private readonly Vocabulary _vocabulary;
    private readonly EngineAccounts _accounts;
    private readonly Scheduler _scheduler;
    private readonly SamplingBuffers _buffers;
    private readonly ConcurrentQueue<object> _inbox = new();
    private readonly EmbeddingQueue _embeddings;
    private readonly WakeSignal _wake = new();
    private readonly List<PlannedSpan> _plan = [];
    private readonly TaskCompletionSource _started = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<InferenceException?> _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _allCancelled = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly byte[] _piece;
    private readonly long _prefixCacheBytes;
    private PrefixReuse? _prefixes;
    private volatile bool _stopping;
    private volatile bool _cancelAll;
    private int _accepted;
    private int _running;
    private long _outstanding;

    public EngineThread(Func<GenerationContext> createContext, Func<EmbeddingContext> createEmbeddings, Vocabulary vocabulary, EnginePlan plan, EngineAccounts accounts)
    {
        _createContext = createContext;
        _embeddings = new EmbeddingQueue(createEmbeddings, accounts);
        _vocabulary = vocabulary;
        _accounts = accounts;
        _scheduler = new Scheduler(plan.ParallelSequences, plan.CacheTokens, plan.PrefillTokens, started: Begin);
        _prefixCacheBytes = plan.PrefixCacheBytes;
        _buffers = new SamplingBuffers(vocabulary.Size);
        _piece = new byte[vocabulary.LongestToken];
        new Thread(Run) { IsBackground = true, Name = "llm engine" }.Start();
    }

    /// <summary>Completes when the context is made and requests are computed.</summary>
    public Task Started => _started.Task;

    /// <summary>Completes when the thread has freed its contexts: with null after <see cref="Stop"/>, else with its failure.</summary>
    public Task<InferenceException?> Ended => _ended.Task;

    public EngineLoad Load => new(_running, Math.Max(0, _accepted - _running), Interlocked.Read(ref _outstanding));

    public void Submit(GenerationJob job)
    {
        Interlocked.Increment(ref _accepted);
        Interlocked.Add(ref _outstanding, job.Need);
        _accounts.Open(job);
        Enqueue(job);
    }

    public void Submit(EmbeddingJob job) => Enqueue(job);

    /// <summary>Wakes the thread to look at cancelled requests.</summary>
    public void Wake() => _wake.Set();

    /// <summary>Cancels what is open and what may still come: nobody is left to read it.</summary>
    /// <returns>Completes once no request is open, after the current step.</returns>
    public Task CancelAllAsync()
    {
        _cancelAll = true;
        Wake();
        return Task.WhenAny(_allCancelled.Task, Ended);
    }

    /// <summary>Ends the thread after its current step; open requests fail as lost.</summary>
    public void Stop()
    {
        _stopping = true;
        Wake();
    }

    private void Enqueue(object job)
    {
        _inbox.Enqueue(job);
        Wake();
        if (_ended.Task.IsCompleted)
        {
            FailInbox(Lost()); // The thread may have gone before it saw this one.
        }
    }

    private void Run()
    {
        InferenceException? failure = null;
        try
        {
            using var context = _createContext();
            _prefixes = new PrefixReuse(context, _prefixCacheBytes);
            _started.SetResult();
            while (!_stopping)
            {
                Step(context);
            }
        }
        catch (Exception e)
        {
            failure = e as InferenceException ?? new InferenceException(InferenceErrorCode.Internal, $"The engine failed: {e.Message}", e);
            _started.TrySetException(failure);
        }

        _prefixes?.Free();
        _embeddings.Free();
        FailAll(failure ?? Lost());
        _ended.SetResult(failure);
        FailInbox(failure ?? Lost());
    }

    private void Step(GenerationContext context)
    {
        var all = _cancelAll;
        TakeRequests();
        DropCancelled(context, all);
        _scheduler.Plan(_plan);
        _running = _scheduler.Running;
        if (_plan.Count > 0)
        {
            Compute(context);
        }

        if (!_embeddings.IsEmpty)
        {
            _embeddings.EmbedNext();
        }
        else if (_plan.Count == 0)
        {
            _wake.Wait();
        }
    }

    private void TakeRequests()
    {
        while (_inbox.TryDequeue(out var request))
        {
            if (request is GenerationJob job)
            {
                _scheduler.Add(job);
            }
            else
            {
                _embeddings.Add((EmbeddingJob)request);
            }
        }
    }

    private void DropCancelled(GenerationContext context, bool all)
    {
        List<GenerationJob>? cancelled = null;
        foreach (var sequence in _scheduler.Sequences)
        {
            if (sequence is GenerationJob job && (all || job.Cancelled))
            {
                (cancelled ??= []).Add(job);
            }
        }

        foreach (var job in cancelled ?? [])
        {
            Finish(context, job, FinishReason.Cancelled);
        }

        if (all)
        {
            _allCancelled.TrySetResult();
        }
    }

    private void Compute(GenerationContext context)
    {
        var code = context.Decode(_plan);
        var row = -1;
        foreach (var span in _plan)
        {
            var job = (GenerationJob)span.Sequence;
            row += span.Count;
            if (code != 0)
            {
                Remove(context, job);
                Fail(job, new InferenceException(InferenceErrorCode.Internal, $"llama.cpp could not compute the step (code {code})."));
                continue;
            }

            job.Advance(span.Count);
            if (span.Sample)
            {
                Sample(context, job, row);
            }
        }
    }

    private void Sample(GenerationContext context, GenerationJob job, int row)
    {
        var logits = context.Logits(row);
        var token = logits.IsEmpty ? -1 : job.Sampler.Next(logits, _buffers);
        if (token < 0)
        {
            Remove(context, job);
            Fail(job, new InferenceException(InferenceErrorCode.Internal, "The model computed no valid probabilities: its weights may be damaged."));
            return;
        }

        if (!job.IgnoreEos && _vocabulary.IsEnd(token))
        {
            Finish(context, job, FinishReason.Stop);
            return;
        }

        job.Append(token);
        job.Publish(job.Text.Append(_piece.AsSpan(0, _vocabulary.Piece(token, _piece, special: false))));
        if (job.Text.Stopped || job.GeneratedTokens >= job.MaxTokens)
        {
            Finish(context, job, job.Text.Stopped ? FinishReason.Stop : FinishReason.Length);
        }
    }

    private void Begin(Sequence sequence) => _prefixes!.Begin((GenerationJob)sequence, _scheduler.Sequences, _scheduler.FreeCells);

    private void Finish(GenerationContext context, GenerationJob job, FinishReason reason)
    {
        if (!_cancelAll)
        {
            _prefixes!.Keep(job);
        }

        Remove(context, job);
        _accounts.Close(job, (JournalReason)reason); // First: whoever is told of the end finds it written down.
        job.Finish(reason);
    }

    private void Fail(GenerationJob job, InferenceException error)
    {
        _accounts.Close(job, JournalReason.Failed);
        job.Fail(error);
    }

    private void Remove(GenerationContext context, GenerationJob job)
    {
        if (_scheduler.Remove(job) is >= 0 and var slot)
        {
            context.Clear(slot);
        }

        Forget(job);
    }

    private void Forget(GenerationJob job)
    {
        Interlocked.Decrement(ref _accepted);
        Interlocked.Add(ref _outstanding, -job.Need);
        _running = _scheduler.Running;
    }

    private void FailAll(InferenceException error)
    {
        foreach (var sequence in _scheduler.Sequences.ToList())
        {
            _scheduler.Remove(sequence);
            Forget((GenerationJob)sequence);
            Fail((GenerationJob)sequence, error);
        }

        _embeddings.FailAll(error);
    }

    private void FailInbox(InferenceException error)
    {
        while (_inbox.TryDequeue(out var request))
        {
            if (request is GenerationJob job)
            {
                Forget(job);
                Fail(job, error);
            }
            else
            {
                ((EmbeddingJob)request).Fail(error);
            }
        }
    }

    private static InferenceException Lost() => new(InferenceErrorCode.EngineLost, "The model was unloaded while the request ran. Try again.");
}
