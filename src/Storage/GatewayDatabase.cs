using System.Data.Common;
using System.Net;
using Microsoft.Extensions.DependencyInjection;

namespace LlmGateway.Storage;

/// <summary>The gateway's database: one model, on SQLite or on PostgreSQL. Thread-safe.</summary>
/// <remarks>What the two do differently is here and in <see cref="SqlDialect"/>; all other code is the same for both.</remarks>
public abstract class GatewayDatabase
{
    private protected GatewayDatabase(string connectionString) => ConnectionString = connectionString;

    /// <summary>How it is opened; the same string serves EF Core, Orleans and plain SQL.</summary>
    public string ConnectionString { get; }

    /// <summary>Whether silos of several machines may use it at once.</summary>
    public abstract bool IsShared { get; }

    /// <summary>Orleans' name for it, the <c>Invariant</c> of its storage, reminder and clustering options, which run on the tables that the migrations make.</summary>
    /// <remarks>
    /// Orleans finds a grain's stored state by state name and key alone. So two grain types with the same keys need different
    /// state names. And a string key that reads as a hexadecimal number is stored as that number: <c>cafe</c>, <c>CAFE</c> and
    /// <c>0cafe</c> would share one state. Give ids a prefix that no number has, such as <c>t_</c>.
    /// </remarks>
    public abstract string OrleansInvariant { get; }

    /// <summary>The SQL that differs.</summary>
    internal abstract SqlDialect Sql { get; }

    /// <summary>A SQLite file, for one silo.</summary>
    /// <param name="connectionString">See <see cref="SqliteConnectionString.For"/>.</param>
    public static GatewayDatabase OnSqlite(string connectionString)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(connectionString);
        return new SqliteDatabase(connectionString);
    }

    /// <summary>A PostgreSQL database, for one silo or many.</summary>
    /// <param name="connectionString">Host, Database, Username and whatever else Npgsql takes.</param>
    /// <exception cref="StorageException">The string can't be read, or names no host or no database.</exception>
    public static GatewayDatabase OnPostgres(string connectionString)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(connectionString);
        return new PostgresDatabase(PostgresConnectionString.Complete(connectionString));
    }

    /// <summary>This machine's address as the database's server sees it; a loopback address where both are on one machine.</summary>
    public abstract IPAddress LocalAddress();

    /// <summary>Applies the migrations that the database lacks, all of them or none; a SQLite file is made if there is none.</summary>
    /// <param name="cancellationToken">Stops between statements; nothing is left half done.</param>
    /// <remarks>Several processes may call this on one database at once: one migrates, the others wait for it.</remarks>
    /// <exception cref="StorageException">
    /// It can't be opened or written, is another program's, is held locked, or has a newer schema than this build.
    /// </exception>
    public abstract Task MigrateAsync(CancellationToken cancellationToken = default);

    /// <summary>Waits until nobody else holds the lock of this name: no other task and, where the database is shared, no other silo.</summary>
    /// <param name="name">What is done under the lock.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>The lock; disposing it lets the next one in. The loss of the process does so too.</returns>
    public abstract Task<IAsyncDisposable> LockAsync(string name, CancellationToken cancellationToken = default);

    /// <summary>Takes the lock of this name if nobody holds it.</summary>
    /// <returns>The lock; null if somebody holds it.</returns>
    /// <inheritdoc cref="LockAsync"/>
    public abstract Task<IAsyncDisposable?> TryLockAsync(string name, CancellationToken cancellationToken = default);

    /// <summary>An open connection, which the provider pools.</summary>
    internal async Task<DbConnection> OpenAsync(CancellationToken cancellationToken)
    {
        var connection = Connect();
        try
        {
            await connection.OpenAsync(cancellationToken);
            return connection;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    private protected abstract DbConnection Connect();

    /// <summary>A transaction that sees the database as it was when it began, whatever is committed meanwhile.</summary>
    internal abstract Task<DbTransaction> BeginSnapshotAsync(DbConnection connection, CancellationToken cancellationToken);

    /// <summary>The writing side of the ledger.</summary>
    internal abstract IRequestSink OpenSink(LedgerOptions options);

    /// <summary>What a failure means, in a sentence for clients.</summary>
    internal abstract string Describe(DbException failure);

    /// <summary>Whether a connection that failed so is still good.</summary>
    internal abstract bool Survives(DbException failure);

    /// <summary>Adds factories of the context that belongs to this database.</summary>
    internal abstract void AddContexts(IServiceCollection services);

    /// <summary>Lets the OAuth server use that context.</summary>
    internal abstract void AddTo(OpenIddictCoreBuilder core);
}
