using System.Data;
using System.Data.Common;
using System.Net;
using System.Net.Sockets;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Npgsql;

namespace LlmGateway.Storage;

/// <summary>A PostgreSQL database that any number of silos share.</summary>
internal sealed class PostgresDatabase(string connectionString) : GatewayDatabase(connectionString)
{
    public override bool IsShared => true;

    public override string OrleansInvariant => "Npgsql";

    internal override SqlDialect Sql => SqlDialect.Postgres;

    // Connecting by UDP sends nothing: it only asks the system for the way.
    public override IPAddress LocalAddress()
    {
        NpgsqlConnectionStringBuilder settings = new(ConnectionString);
        var host = settings.Host!.Split(',')[0];
        if (host.StartsWith('/') || host.StartsWith('@'))
        {
            return IPAddress.Loopback; // A Unix socket.
        }

        host = host.Count(letter => letter == ':') == 1 ? host[..host.IndexOf(':', StringComparison.Ordinal)] : host;

        try
        {
            var server = Dns.GetHostAddresses(host)[0];
            using Socket socket = new(server.AddressFamily, SocketType.Dgram, ProtocolType.Udp);
            socket.Connect(server, settings.Port);
            return ((IPEndPoint)socket.LocalEndPoint!).Address;
        }
        catch (SocketException failure)
        {
            throw new PostgresFailure(settings).Explain(new NpgsqlException(failure.Message, failure));
        }
    }

    public override Task MigrateAsync(CancellationToken cancellationToken = default) => new PostgresSchema(ConnectionString).MigrateAsync(cancellationToken);

    public override async Task<IAsyncDisposable> LockAsync(string name, CancellationToken cancellationToken = default) =>
        await PostgresLock.TakeAsync(ConnectionString, name, cancellationToken);

    public override async Task<IAsyncDisposable?> TryLockAsync(string name, CancellationToken cancellationToken = default) =>
        await PostgresLock.TryTakeAsync(ConnectionString, name, cancellationToken);

    private protected override DbConnection Connect() => new NpgsqlConnection(ConnectionString);

    internal override async Task<DbTransaction> BeginSnapshotAsync(DbConnection connection, CancellationToken cancellationToken) =>
        await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancellationToken);

    internal override IRequestSink OpenSink(LedgerOptions options)
    {
        // What broke the connection before, if there was one, has broken the pooled ones too: each would fail once.
        using (NpgsqlConnection any = new(ConnectionString))
        {
            NpgsqlConnection.ClearPool(any);
        }

        return new PostgresRequestSink(ConnectionString);
    }

    internal override string Describe(DbException failure) => failure is PostgresException { SqlState: PostgresErrorCodes.DiskFull }
        ? "The disk of the gateway's database is full."
        : failure is PostgresException { SqlState: PostgresErrorCodes.LockNotAvailable or PostgresErrorCodes.QueryCanceled or PostgresErrorCodes.DeadlockDetected }
            ? "The gateway's database is locked."
            : failure is PostgresException ? "The gateway's database can't be written." : "The gateway's database can't be reached.";

    internal override bool Survives(DbException failure) => false;

    internal override void AddContexts(IServiceCollection services)
    {
        services.AddPooledDbContextFactory<PostgresGatewayDbContext>(options => options.UseNpgsql(ConnectionString).AddInterceptors(PostgresTexts.Instance));
        services.AddSingleton<IDbContextFactory<GatewayDbContext>, GatewayDbContextFactory<PostgresGatewayDbContext>>();
    }

    internal override void AddTo(OpenIddictCoreBuilder core)
    {
        core.Services.TryAddScoped(services => services.GetRequiredService<IDbContextFactory<PostgresGatewayDbContext>>().CreateDbContext());
        core.UseEntityFrameworkCore().UseDbContext<PostgresGatewayDbContext>();
    }
}
