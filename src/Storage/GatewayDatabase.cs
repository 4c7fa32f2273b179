namespace LlmGateway.Storage;

/// <summary>The database as a whole: brought to this build's schema before anything else opens it.</summary>
public static class GatewayDatabase
{
    /// <summary>Creates the database if there is none, and applies the migrations that it lacks, all of them or none.</summary>
    /// <param name="connectionString">See <see cref="SqliteConnectionString.For"/>.</param>
    /// <param name="cancellationToken">Stops between statements; nothing is left half done.</param>
    /// <remarks>Several processes may call this on one database at once: one migrates, the others wait for it.</remarks>
    /// <exception cref="StorageException">
    /// The file can't be written, is no gateway database, is held locked, or has a newer schema than this build.
    /// </exception>
    public static Task MigrateAsync(string connectionString, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(connectionString);
        return new SqliteSchema(connectionString).MigrateAsync(cancellationToken);
    }
}
