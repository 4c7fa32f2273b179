namespace LlmGateway.Storage;

/// <summary>What has to be written differently in the plain SQL of the two databases; all else is the same text.</summary>
internal sealed record SqlDialect
{
    /// <summary>SQLite does as it is told: which index is used is decided before the query, not guessed.</summary>
    public static SqlDialect Sqlite { get; } = new()
    {
        ByIndex = index => $"INDEXED BY {index}",
        ByRowId = "NOT INDEXED",
        RowId = "rowid",
        EachOf = parameter => $"SELECT value FROM json_each({parameter})",
        Words = new LogFilter
        {
            Source = "request_log_text t",
            Join = " CROSS JOIN request_log r ON r.id = t.rowid",
            Id = "t.rowid",
            Find = ["t.metadata MATCH @words"],
            Check = "EXISTS (SELECT 1 FROM request_log_text t WHERE t.rowid = r.id AND t.metadata MATCH @words)",
        },
        WordsOf = SqliteWords.Match,
        DeleteLog = "DELETE FROM request_log_text WHERE rowid = @id; DELETE FROM request_log WHERE id = @id",
    };

    /// <summary>PostgreSQL plans by itself; each index ends with the id, so that it can read in order.</summary>
    public static SqlDialect Postgres { get; } = new()
    {
        ByIndex = _ => "",
        ByRowId = "",
        RowId = "ctid",
        EachOf = parameter => $"SELECT json_array_elements_text({parameter}::json)",
        Words = new LogFilter { Source = "request_log r", Find = ["r.words @@ @words::tsquery"], Check = "r.words @@ @words::tsquery" },
        WordsOf = PostgresWords.Query,
        DeleteLog = "DELETE FROM request_log WHERE id = @id",
    };

    /// <summary>Behind a table's name: through which index to read it.</summary>
    public required Func<string, string> ByIndex { get; init; }

    /// <summary>Behind a table's name: read it in the order of its ids.</summary>
    public required string ByRowId { get; init; }

    /// <summary>The column that every table has, and that names a row for the length of a statement.</summary>
    public required string RowId { get; init; }

    /// <summary>A query for the texts in a parameter that holds a JSON array.</summary>
    public required Func<string, string> EachOf { get; init; }

    /// <summary>How words in the metadata of the log are found.</summary>
    public required LogFilter Words { get; init; }

    /// <summary>The parameter <c>@words</c> of that filter, made of what a user typed: all of its words, no operators.</summary>
    public required Func<string, string> WordsOf { get; init; }

    /// <summary>Deletes the row <c>@id</c> of the log, with its words.</summary>
    public required string DeleteLog { get; init; }
}
