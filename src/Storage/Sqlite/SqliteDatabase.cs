using System.Collections.Concurrent;
using System.Data.Common;
using System.Net;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using SQLitePCL;

namespace LlmGateway.Storage;

/// <summary>A SQLite file. One silo uses it at a time, so that locks are this process's own.</summary>
internal sealed class SqliteDatabase(string connectionString) : GatewayDatabase(connectionString)
{
    private readonly ConcurrentDictionary<string, SemaphoreSlim> _locks = new(StringComparer.Ordinal);

    public override bool IsShared => false;

    // Despite the name, Orleans loads Microsoft.Data.Sqlite for it.
    public override string OrleansInvariant => "System.Data.SQLite";

    internal override SqlDialect Sql => SqlDialect.Sqlite;

    public override IPAddress LocalAddress() => IPAddress.Loopback;

    public override Task MigrateAsync(CancellationToken cancellationToken = default) => new SqliteSchema(ConnectionString).MigrateAsync(cancellationToken);

    public override async Task<IAsyncDisposable> LockAsync(string name, CancellationToken cancellationToken = default)
    {
        var turn = TurnOf(name);
        await turn.WaitAsync(cancellationToken);
        return new Held(turn);
    }

    public override Task<IAsyncDisposable?> TryLockAsync(string name, CancellationToken cancellationToken = default) =>
        Task.FromResult<IAsyncDisposable?>(TurnOf(name) is var turn && turn.Wait(0, cancellationToken) ? new Held(turn) : null);

    private protected override DbConnection Connect() => new SqliteConnection(ConnectionString);

    internal override async Task<DbTransaction> BeginSnapshotAsync(DbConnection connection, CancellationToken cancellationToken)
    {
        var transaction = ((SqliteConnection)connection).BeginTransaction(deferred: true);
        await using var first = connection.Command("SELECT 1 FROM ledger LIMIT 1"); // SQLite takes its view with the first read.
        await first.ExecuteScalarAsync(cancellationToken);
        return transaction;
    }

    internal override IRequestSink OpenSink(LedgerOptions options) => new SqliteRequestSink(ConnectionString, options.SyncToDisk);

    internal override string Describe(DbException failure) => (failure as SqliteException)?.SqliteErrorCode switch
    {
        raw.SQLITE_FULL => "The disk of the gateway's database is full.",
        raw.SQLITE_BUSY or raw.SQLITE_LOCKED => "The gateway's database is locked.",
        _ => "The gateway's database can't be written.",
    };

    internal override bool Survives(DbException failure) => failure is SqliteException { SqliteErrorCode: raw.SQLITE_FULL or raw.SQLITE_BUSY or raw.SQLITE_LOCKED };

    internal override void AddContexts(IServiceCollection services)
    {
        services.AddPooledDbContextFactory<SqliteGatewayDbContext>(options => options.UseSqlite(ConnectionString));
        services.AddSingleton<IDbContextFactory<GatewayDbContext>, GatewayDbContextFactory<SqliteGatewayDbContext>>();
    }

    internal override void AddTo(OpenIddictCoreBuilder core)
    {
        core.Services.TryAddScoped(services => services.GetRequiredService<IDbContextFactory<SqliteGatewayDbContext>>().CreateDbContext());
        core.UseEntityFrameworkCore().UseDbContext<SqliteGatewayDbContext>();
    }

    private SemaphoreSlim TurnOf(string name) => _locks.GetOrAdd(name, static _ => new SemaphoreSlim(1));

    private sealed class Held(SemaphoreSlim turn) : IAsyncDisposable
    {
        public ValueTask DisposeAsync()
        {
            turn.Release();
            return ValueTask.CompletedTask;
        }
    }
}
