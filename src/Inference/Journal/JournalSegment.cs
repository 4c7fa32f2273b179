namespace LlmGateway.Inference.Journal;

/// <summary>One file of a journal: <c>name-start-process.journal</c>, the further ones of the same engine <c>name-start-process-number.journal</c>.</summary>
/// <param name="Path">The file.</param>
/// <param name="Engine">The engine's name as it stands in the file's name: letters, digits, <c>.</c>, <c>_</c> and <c>-</c>.</param>
/// <param name="Started">When the engine began its journal.</param>
/// <param name="ProcessId">The process that writes or wrote it.</param>
/// <param name="Number">1 for the engine's first file.</param>
/// <param name="InUse">Whether a living process holds it: lines may still come.</param>
public sealed record JournalSegment(string Path, string Engine, DateTimeOffset Started, int ProcessId, int Number, bool InUse);
