using System.Collections.Immutable;

namespace LlmGateway.Storage;

/// <summary>One condition on the log: an index answers it in the order of ids, and a row found otherwise can be checked against it.</summary>
/// <remarks>The index is named in the SQL: which filters are few is asked before the search (<see cref="LogSearch"/>), not guessed from statistics.</remarks>
internal sealed record LogFilter
{
    private const string Log = "request_log r";

    /// <summary>Table and index that rows are found through.</summary>
    public required string Source { get; init; }

    /// <summary>What brings the rows r themselves, where the source is another table.</summary>
    public string Join { get; init; } = "";

    /// <summary>The column of the source that is the row's id.</summary>
    public string Id { get; init; } = "r.id";

    /// <summary>The condition as the index needs it; several where each has an order of its own.</summary>
    public required ImmutableArray<string> Find { get; init; }

    /// <summary>The condition on a row r.</summary>
    public required string Check { get; init; }

    /// <summary>All rows.</summary>
    public static LogFilter All(SqlDialect sql) => new() { Source = $"{Log} {sql.ByRowId}", Find = ["TRUE"], Check = "TRUE" };

    /// <summary>A condition that no index answers.</summary>
    public static LogFilter Only(string check) => new() { Source = "", Find = [], Check = check };

    /// <summary>A column with an index of its own, which ends with the id.</summary>
    public static LogFilter Column(SqlDialect sql, string column, string parameter) =>
        new() { Source = $"{Log} {sql.ByIndex($"ix_request_log_{column}_id")}", Find = [$"r.{column} = {parameter}"], Check = $"r.{column} = {parameter}" };

    /// <summary>Statuses of failed requests that there are in the log.</summary>
    public static LogFilter Failed(SqlDialect sql, IEnumerable<int> statuses, string check) =>
        // The second half is the partial index's own condition, in its words.
        new() { Source = $"{Log} {sql.ByIndex("ix_request_log_status_id")}", Find = [.. statuses.Select(status => $"r.status = {status} AND r.status >= 400")], Check = check };
}
