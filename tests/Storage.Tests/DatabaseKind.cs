namespace LlmGateway.Storage.Tests;

/// <summary>Which database a test runs on.</summary>
public enum DatabaseKind
{
    /// <summary>A SQLite file.</summary>
    Sqlite,

    /// <summary>A PostgreSQL server.</summary>
    Postgres,
}
