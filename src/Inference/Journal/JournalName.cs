using System.Globalization;
using System.Text.RegularExpressions;

namespace LlmGateway.Inference.Journal;

/// <summary>Names of a journal's files.</summary>
internal static partial class JournalName
{
    public const string Extension = ".journal";
    private const int MaxEngine = 120;

    /// <summary>The name of a file.</summary>
    /// <param name="engine">The engine's name; what does not fit a file's name becomes <c>_</c>.</param>
    /// <param name="started">When the engine began, in milliseconds since 1970.</param>
    /// <param name="processId">Its process.</param>
    /// <param name="number">1 for the first file, which has no number.</param>
    public static string Of(string engine, long started, int processId, int number)
    {
        var safe = Unsafe().Replace(engine.Length > MaxEngine ? engine[..MaxEngine] : engine, "_");
        return number == 1
            ? string.Create(CultureInfo.InvariantCulture, $"{safe}-{started}-{processId}{Extension}")
            : string.Create(CultureInfo.InvariantCulture, $"{safe}-{started}-{processId}-{number}{Extension}");
    }

    /// <summary>The parts of a file's name, or null if it is not a journal's.</summary>
    public static JournalSegment? Parse(string path)
    {
        var match = Parts().Match(Path.GetFileName(path));
        return match.Success
            && long.TryParse(match.Groups[2].ValueSpan, CultureInfo.InvariantCulture, out var started)
            && int.TryParse(match.Groups[3].ValueSpan, CultureInfo.InvariantCulture, out var process)
            && int.TryParse(match.Groups[4].Success ? match.Groups[4].ValueSpan : "1", CultureInfo.InvariantCulture, out var number)
            ? new JournalSegment(path, match.Groups[1].Value, DateTimeOffset.FromUnixTimeMilliseconds(started), process, number, InUse: false)
            : null;
    }

    [GeneratedRegex("[^A-Za-z0-9._-]")]
    private static partial Regex Unsafe();

    // A process id has at most 10 digits and a time 13, so that digits at the end of the engine's name do no harm.
    [GeneratedRegex(@"^(.*)-([0-9]{13,14})-([0-9]{1,10})(?:-([0-9]{1,9}))?\.journal$", RegexOptions.Singleline)]
    private static partial Regex Parts();
}
