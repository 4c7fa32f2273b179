using System.Net.Sockets;
using Npgsql;

namespace LlmGateway.Storage;

/// <summary>Says what is wrong with a PostgreSQL database, and what to do about it.</summary>
/// <param name="settings">How it is opened; the password is never shown.</param>
internal sealed class PostgresFailure(NpgsqlConnectionStringBuilder settings)
{
    private const string Setting = "ConnectionStrings__Gateway";

    private string Server => settings.Host!.StartsWith('/') ? $"The PostgreSQL server at {settings.Host} (port {settings.Port})" : $"The PostgreSQL server {settings.Host}:{settings.Port}";

    private string Tools => $"-h {settings.Host} -p {settings.Port}";

    public static StorageException Unreadable(string why) =>
        new($"{Setting} can't be read: {why}. Write it like 'Host=db.example.org;Database=gateway;Username=gateway;Password=…'.");

    public StorageException Explain(Exception failure) => failure switch
    {
        PostgresException { SqlState: PostgresErrorCodes.InvalidPassword or PostgresErrorCodes.InvalidAuthorizationSpecification } refusal =>
            new($"{Server} does not let user '{settings.Username}' in ({refusal.MessageText}). Correct Username and Password in {Setting}, or let the user in by the server's pg_hba.conf.", failure),
        PostgresException { SqlState: PostgresErrorCodes.InvalidCatalogName } =>
            new($"{Server} has no database '{settings.Database}'. Make it with: createdb {Tools} -U postgres -O {settings.Username} {settings.Database}", failure),
        PostgresException { SqlState: PostgresErrorCodes.InsufficientPrivilege } refusal => new(
            $"User '{settings.Username}' has no right to make or use the gateway's tables in database '{settings.Database}' ({refusal.MessageText}). "
            + $"Give it to them with: psql {Tools} -U postgres -d {settings.Database} -c 'ALTER DATABASE \"{settings.Database}\" OWNER TO \"{settings.Username}\"; GRANT ALL ON SCHEMA public TO \"{settings.Username}\"'",
            failure),
        PostgresException { SqlState: PostgresErrorCodes.TooManyConnections } =>
            new($"{Server} takes no more connections. Raise its max_connections, or lower 'Maximum Pool Size' in {Setting}.", failure),
        PostgresException { SqlState: PostgresErrorCodes.CannotConnectNow } refusal =>
            new($"{Server} is not ready ({refusal.MessageText}). Start again when it is.", failure),
        PostgresException refusal =>
            new($"Database '{settings.Database}' could not be brought to this version's schema ({refusal.MessageText}). Nothing was changed. Please report this.", failure),
        NpgsqlException { InnerException: SocketException or IOException or TimeoutException or null } =>
            new($"{Server} can't be reached ({(failure.InnerException ?? failure).Message.TrimEnd('.')}). Start it, or correct Host and Port in {Setting}.", failure),
        _ => new($"{Server} can't be used ({(failure.InnerException ?? failure).Message.TrimEnd('.')}). Check {Setting}.", failure),
    };

    public StorageException Foreign() =>
        new($"Database '{settings.Database}' is the database of another program. Name another one in {Setting}.");

    public StorageException Newer(string migrationId) =>
        new($"Database '{settings.Database}' was last used by a newer version of LlmGateway (its schema has {migrationId}, which this version does not know). Run that version, or restore a backup from before it.");
}
