using System.Data.Common;
using System.Diagnostics;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace LlmGateway.Storage;

/// <summary>Commits what requests cost. Whatever queued while the last commit ran goes next, in one transaction: there is no timer. Thread-safe.</summary>
/// <remarks>
/// A database that is locked, full or failing is tried again until it takes the rows: nothing that was handed over is dropped while the process
/// lives, and <see cref="Failure"/> says so, so that no new request is admitted meanwhile.
/// </remarks>
public sealed partial class LedgerWriter : IDisposable
{
    private const int MaxBatch = 1000;
    private const int MaxLogQueue = 20_000;
    // Nobody waits for the log's rows: they go many at once, and behind what is waited for. Seldom, since the next request does wait for them.
    private const int LogBatch = 1024;
    private static readonly TimeSpan LogPause = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan LogDelay = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan StopLimit = TimeSpan.FromSeconds(10);

    private readonly Lock _lock = new();
    private readonly SemaphoreSlim _wake = new(0, 1);
    private readonly ManualResetEventSlim _stopping = new();
    private readonly GatewayDatabase _database;
    private readonly LedgerOptions _options;
    private readonly ILogger<LedgerWriter> _logger;
    private readonly Thread _thread;
    private List<Entry> _queue = [];
    private List<RequestLogRow> _log = [];
    private long _logSince;
    private volatile string? _failure;
    private IRequestSink? _sink;

    /// <param name="database">The gateway's database, migrated.</param>
    /// <param name="options">How to write.</param>
    /// <param name="logger">Told when the database fails and when it is well again.</param>
    public LedgerWriter(GatewayDatabase database, IOptions<LedgerOptions> options, ILogger<LedgerWriter> logger)
    {
        ArgumentNullException.ThrowIfNull(options);
        _database = database;
        _options = options.Value;
        _logger = logger;
        // A thread of its own: SQLite blocks, and nothing is gained where PostgreSQL need not.
        _thread = new Thread(Run) { IsBackground = true, Name = "ledger" };
        _thread.Start();
    }

    /// <summary>Why nothing can be committed at the moment; null while all is well.</summary>
    public string? Failure => _failure;

    /// <summary>Log rows that were dropped since the start because the database did not keep up.</summary>
    public long DroppedLogRows { get; private set; }

    /// <summary>Commits a record.</summary>
    /// <returns>Completes when it is committed. A second record of a request id changes nothing and completes alike.</returns>
    public Task WriteAsync(RequestRecord record)
    {
        ArgumentNullException.ThrowIfNull(record);
        var entry = new Entry(record);
        lock (_lock)
        {
            _queue.Add(entry);
        }

        Wake();
        return entry.Done.Task;
    }

    /// <summary>Writes a row of the request log soon, with others.</summary>
    public void Enqueue(RequestLogRow row)
    {
        ArgumentNullException.ThrowIfNull(row);
        lock (_lock)
        {
            if (_log.Count >= MaxLogQueue)
            {
                DroppedLogRows++;
                return;
            }

            _log.Add(row);
            _logSince = _log.Count == 1 ? Stopwatch.GetTimestamp() : _logSince;
            if (_log.Count > 1 && _log.Count != LogBatch)
            {
                return; // The thread knows that there are some.
            }
        }

        Wake();
    }

    /// <summary>Commits what is queued, then ends.</summary>
    public void Dispose()
    {
        _stopping.Set();
        Wake();
        if (_thread.Join(StopLimit))
        {
            _sink?.Dispose();
            _wake.Dispose();
            _stopping.Dispose();
        }
    }

    private void Wake()
    {
        lock (_lock)
        {
            if (_wake.CurrentCount == 0)
            {
                _wake.Release();
            }
        }
    }

    private void Run()
    {
        List<Entry> entries = [];
        List<RequestLogRow> log = [];
        var logIsDue = false;
        while (true)
        {
            var waiting = Take(ref entries, ref log, logIsDue || _stopping.IsSet);
            logIsDue = false;
            if (entries.Count > 0 || log.Count > 0)
            {
                if (!Commit(entries, log))
                {
                    return;
                }
            }
            else if (_stopping.IsSet)
            {
                return;
            }
            else
            {
                logIsDue = !_wake.Wait(waiting > 0 ? LogPause : Timeout.InfiniteTimeSpan);
            }
        }
    }

    // How many log rows stay in the queue.
    private int Take(ref List<Entry> entries, ref List<RequestLogRow> log, bool logIsDue)
    {
        lock (_lock)
        {
            (_queue, entries) = (entries, _queue);
            if (logIsDue || _log.Count >= LogBatch || (_log.Count > 0 && Stopwatch.GetElapsedTime(_logSince) > LogDelay))
            {
                (_log, log) = (log, _log);
            }

            return _log.Count;
        }
    }

    private bool Commit(List<Entry> entries, List<RequestLogRow> log)
    {
        foreach (var chunk in entries.Chunk(MaxBatch))
        {
            if (!Commit([.. chunk.Select(entry => entry.Record)], log))
            {
                return false;
            }

            log.Clear();
            foreach (var entry in chunk)
            {
                entry.Done.SetResult();
            }
        }

        if (log.Count > 0 && !Commit((List<RequestRecord>)[], log))
        {
            return false;
        }

        entries.Clear();
        log.Clear();
        return true;
    }

    // False: the process stops and the database still refuses.
    private bool Commit(List<RequestRecord> records, List<RequestLogRow> log)
    {
        while (true)
        {
            try
            {
                _sink ??= _database.OpenSink(_options);
                _sink.Write(records, log);
                if (_failure is not null)
                {
                    _failure = null;
                    LogRecovered();
                }

                return true;
            }
            catch (DbException e)
            {
                Note(e);
            }

            if (_stopping.Wait(Pause))
            {
                return false;
            }
        }
    }

    private void Note(DbException e)
    {
        if (_failure is null)
        {
            LogFailing(e);
        }

        _failure = _database.Describe(e);
        if (!_database.Survives(e))
        {
            _sink?.Dispose(); // Whatever it is, a new connection has the better chance.
            _sink = null;
        }
    }

    [LoggerMessage(LogLevel.Error, "The ledger can't be written; requests wait and new ones are refused until it can")]
    private partial void LogFailing(Exception exception);

    [LoggerMessage(LogLevel.Information, "The ledger is written again")]
    private partial void LogRecovered();

    private sealed record Entry(RequestRecord Record)
    {
        public TaskCompletionSource Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
