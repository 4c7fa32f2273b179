namespace LlmGateway.Inference.Engine;

/// <summary>Decides what each step computes; knows neither a model nor threads.</summary>
/// <remarks>
/// A request starts when a slot and its worst case of cache cells are free, so that a running one never lacks room.
/// Every step holds one token of each running answer first, then chunks of prompts in order of arrival (Sarathi-Serve, OSDI 2024).
/// </remarks>
internal sealed class Scheduler
{
    private readonly int _cacheTokens;
    private readonly int _prefillTokens;
    private readonly Stack<int> _freeSlots;
    private readonly LinkedList<Sequence> _waiting = [];
    private readonly List<Sequence> _running = [];
    private readonly Action<Sequence>? _started;
    private int _reserved;

    /// <param name="slots">Sequences that may run together.</param>
    /// <param name="cacheTokens">Cells of the cache, shared by all.</param>
    /// <param name="prefillTokens">Prompt tokens in one step at most.</param>
    /// <param name="started">Hears of each request that got a slot, before its first step; it may call <see cref="Sequence.Reuse"/>.</param>
    public Scheduler(int slots, int cacheTokens, int prefillTokens, Action<Sequence>? started = null)
    {
        _started = started;
        _cacheTokens = cacheTokens;
        _prefillTokens = prefillTokens;
        _freeSlots = new Stack<int>(Enumerable.Range(0, slots).Reverse());
    }

    public int Waiting => _waiting.Count;

    public int Running => _running.Count;

    /// <summary>Cells that no request may need.</summary>
    public int FreeCells => _cacheTokens - _reserved;

    /// <summary>All requests, running ones first.</summary>
    public IEnumerable<Sequence> Sequences => _running.Concat(_waiting);

    /// <summary>Queues a request.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It could never run: it needs more cells than there are.</exception>
    public void Add(Sequence sequence)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(sequence.Need, _cacheTokens);
        _waiting.AddLast(sequence);
    }

    /// <summary>Takes a finished or abandoned request out and frees its slot and cells.</summary>
    /// <returns>The slot it had, whose cache must be cleared, or −1 if it never ran.</returns>
    public int Remove(Sequence sequence)
    {
        if (!_running.Remove(sequence))
        {
            _waiting.Remove(sequence);
            return -1;
        }

        var slot = sequence.Slot;
        sequence.Slot = -1;
        _freeSlots.Push(slot);
        _reserved -= sequence.Need;
        return slot;
    }

    /// <summary>Starts what has room and fills <paramref name="plan"/> with the next step; empty when there is nothing to do.</summary>
    public void Plan(List<PlannedSpan> plan)
    {
        plan.Clear();
        Start();
        foreach (var sequence in _running)
        {
            if (!sequence.Prefilling)
            {
                plan.Add(new PlannedSpan(sequence, sequence.Computed, sequence.Pending, Sample: true));
            }
        }

        var budget = _prefillTokens;
        foreach (var sequence in _running)
        {
            if (sequence.Prefilling && budget > 0)
            {
                var count = Math.Min(sequence.Pending, budget);
                budget -= count;
                plan.Add(new PlannedSpan(sequence, sequence.Computed, count, Sample: count == sequence.Pending));
            }
        }
    }

    // In order of arrival: a large request is not overtaken for ever by small ones.
    private void Start()
    {
        while (_waiting.First is { } next && _freeSlots.Count > 0 && _reserved + next.Value.Need <= _cacheTokens)
        {
            _waiting.RemoveFirst();
            next.Value.Slot = _freeSlots.Pop();
            _reserved += next.Value.Need;
            _started?.Invoke(next.Value);
            _running.Add(next.Value);
        }
    }
}
