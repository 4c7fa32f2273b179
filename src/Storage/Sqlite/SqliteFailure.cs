using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace LlmGateway.Storage;

/// <summary>Says what is wrong with a database file, and what to do about it.</summary>
internal static class SqliteFailure
{
    public static StorageException Explain(string path, Exception failure) => failure switch
    {
        SqliteException { SqliteErrorCode: raw.SQLITE_NOTADB or raw.SQLITE_CORRUPT } =>
            new($"{path} is damaged or is not a SQLite database ({failure.Message}). Restore it from a backup, or move it away to start with an empty one.", failure),
        SqliteException { SqliteErrorCode: raw.SQLITE_BUSY or raw.SQLITE_LOCKED } =>
            new($"{path} stays locked by another process ({failure.Message}). Stop that process, then start again.", failure),
        SqliteException { SqliteErrorCode: raw.SQLITE_FULL } =>
            new($"There is no space left for {path}. Free some on its disk, then start again.", failure),
        SqliteException { SqliteErrorCode: not (raw.SQLITE_CANTOPEN or raw.SQLITE_READONLY or raw.SQLITE_PERM or raw.SQLITE_IOERR) } =>
            new($"{path} could not be brought to this version's schema ({failure.Message}). Nothing was changed. Please report this.", failure),
        _ => Unwritable(path, failure),
    };

    public static StorageException Unwritable(string path, Exception? failure = null) =>
        new($"{path} can't be opened for writing{(failure is null ? "" : $" ({failure.Message})")}. Give this process write access to the file and its directory, or set another data directory.", failure);

    public static StorageException Foreign(string path) =>
        new($"{path} is the database of another program. Set another data directory, or move the file away.");

    public static StorageException Newer(string path, string migrationId) =>
        new($"{path} was last used by a newer version of LlmGateway (its schema has {migrationId}, which this version does not know). Run that version, or restore a backup from before it.");
}
