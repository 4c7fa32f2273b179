using System.Text.Json;

namespace LlmGateway.Inference.Journal;

/// <summary>Reads what engines wrote of their ended requests: an account apart from that of those who sent them.</summary>
/// <remarks>
/// A line is written before the end of its request is told, with one system call and without a flush to the disk: it survives the end of any
/// process, not a power cut. Each engine writes files of its own; they are never removed by it.
/// </remarks>
public static class EngineJournal
{
    /// <summary>The files of a folder, oldest first.</summary>
    /// <param name="folder">May be missing: then there are none.</param>
    /// <exception cref="UnauthorizedAccessException">The folder or a file can't be read.</exception>
    public static IReadOnlyList<JournalSegment> Segments(string folder)
    {
        List<JournalSegment> segments = [];
        foreach (var path in Directory.Exists(folder) ? Directory.GetFiles(folder, "*" + JournalName.Extension) : [])
        {
            if (JournalName.Parse(path) is { } segment && IsHeld(path) is { } held)
            {
                segments.Add(segment with { InUse = held });
            }
        }

        return [.. segments.OrderBy(segment => segment.Started).ThenBy(segment => segment.ProcessId).ThenBy(segment => segment.Engine, StringComparer.Ordinal).ThenBy(segment => segment.Number)];
    }

    /// <summary>Reads a file's entries in order. One that is still written may be read: whole lines count, the torn end of a last one does not.</summary>
    /// <param name="path">The file.</param>
    /// <param name="damaged">Called with the number, from 1, of each whole line that is no entry, which is skipped. Without it such a line throws.</param>
    /// <exception cref="IOException">The file can't be read.</exception>
    /// <exception cref="InvalidDataException">A line is damaged and <paramref name="damaged"/> is null.</exception>
    public static IEnumerable<JournalEntry> Read(string path, Action<long>? damaged = null)
    {
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
        var buffer = new byte[64 * 1024];
        var (start, end, line) = (0, 0, 0L);
        while (true)
        {
            if (buffer.AsSpan(start, end - start).IndexOf((byte)'\n') is >= 0 and var length)
            {
                line++;
                if (Parse(buffer.AsSpan(start, length)) is { } entry)
                {
                    yield return entry;
                }
                else
                {
                    (damaged ?? throw new InvalidDataException($"Line {line} of {path} is damaged."))(line);
                }

                start += length + 1;
                continue;
            }

            if (start == 0 && end == buffer.Length)
            {
                Array.Resize(ref buffer, buffer.Length * 2);
            }

            buffer.AsSpan(start, end - start).CopyTo(buffer);
            (start, end) = (0, end - start);
            var read = stream.Read(buffer, end, buffer.Length - end);
            if (read == 0)
            {
                yield break;
            }

            end += read;
        }
    }

    private static JournalEntry? Parse(ReadOnlySpan<byte> line)
    {
        try
        {
            return JsonSerializer.Deserialize(line, JournalJson.Default.JournalEntry);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    // The writer shares its file for reading only, on Linux by an advisory lock that ends with its process. Null: the file has gone.
    private static bool? IsHeld(string path)
    {
        try
        {
            using var alone = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.None, bufferSize: 0);
            return false;
        }
        catch (FileNotFoundException)
        {
            return null;
        }
        catch (IOException)
        {
            return true;
        }
    }
}
