using Microsoft.Data.Sqlite;

namespace LlmGateway.Storage;

/// <summary>Moves what was committed from the write-ahead log into the database, on a thread of its own: a commit that had to do it would hold its requests up for milliseconds.</summary>
internal sealed class WalCheckpointer : IDisposable
{
    private const long Small = 4 << 20;
    private const long Large = 256 << 20;
    private static readonly TimeSpan Period = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan StopLimit = TimeSpan.FromSeconds(10);

    private readonly ManualResetEventSlim _stopping = new();
    private readonly string _connectionString;
    private readonly FileInfo _log;
    private readonly Thread _thread;

    public WalCheckpointer(string connectionString)
    {
        SqliteConnectionStringBuilder builder = new(connectionString) { Pooling = false };
        _connectionString = builder.ToString();
        _log = new FileInfo(builder.DataSource + "-wal");
        _thread = new Thread(Run) { IsBackground = true, Name = "checkpoint" };
        _thread.Start();
    }

    public void Dispose()
    {
        _stopping.Set();
        if (_thread.Join(StopLimit))
        {
            _stopping.Dispose();
        }
    }

    private void Run()
    {
        while (!_stopping.Wait(Period))
        {
            _log.Refresh();
            if (_log.Exists && _log.Length > Small)
            {
                // The log begins anew by itself once all of it was moved; where writers never pause it is made to, which they wait for.
                Checkpoint(_log.Length > Large ? "RESTART" : "PASSIVE");
            }
        }
    }

    private void Checkpoint(string how)
    {
        try
        {
            using SqliteConnection connection = new(_connectionString);
            connection.Open();
            using var command = connection.CreateCommand();
            command.CommandText = $"PRAGMA wal_checkpoint({how})";
            command.ExecuteNonQuery();
        }
        catch (SqliteException)
        {
            // Locked or full: what was committed stays in the log, and the next round tries again.
        }
    }
}
