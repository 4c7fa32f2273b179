namespace LlmGateway.Storage;

/// <summary>Words to search for, as FTS5 takes them.</summary>
internal static class SqliteWords
{
    /// <summary>Each word quoted, so that nothing in it is an operator.</summary>
    public static string Match(string words) =>
        string.Join(' ', words.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Select(word => $"\"{word.Replace("\"", "\"\"", StringComparison.Ordinal)}\""));
}
