namespace LlmGateway.Storage;

/// <summary>The SQL files that are built into this assembly.</summary>
internal static class SqlScripts
{
    /// <summary>Creates what Orleans' ADO.NET providers need on SQLite: their tables, and the queries they load by name.</summary>
    /// <remarks>It may run over its own result: a migration that ships a changed query runs the whole script again.</remarks>
    public static string OrleansOnSqlite => Read("Orleans.Sqlite.sql");

    /// <summary>The same for PostgreSQL.</summary>
    public static string OrleansOnPostgres => Read("Orleans.Postgres.sql");

    /// <summary>All SQLite migrations in one, for a new file: starting EF Core to generate this takes most of a second.</summary>
    /// <remarks>
    /// Written by <c>dotnet ef migrations script --no-transactions</c> after each new migration; a test compares the two.
    /// </remarks>
    public static string NewSqlite => Read("Migrations.Sqlite.New.sql");

    private static string Read(string name)
    {
        using var stream = typeof(SqlScripts).Assembly.GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"The resource {name} is missing from the build.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
