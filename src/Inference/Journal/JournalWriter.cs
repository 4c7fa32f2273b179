using System.Text.Json;

namespace LlmGateway.Inference.Journal;

/// <summary>Appends entries to an engine's journal. One that can't be written is reported once and stops nothing. Not thread-safe.</summary>
/// <param name="folder">Where its files are made, with the first entry.</param>
/// <param name="engine">The engine's name.</param>
/// <param name="time">Gives the start that stands in the files' names.</param>
/// <param name="log">Hears of the first failure.</param>
/// <param name="segmentBytes">A file with this many bytes is followed by another.</param>
internal sealed class JournalWriter(string folder, string engine, TimeProvider time, EngineLog? log, long segmentBytes = JournalWriter.SegmentBytes) : IDisposable
{
    public const long SegmentBytes = 16 * 1024 * 1024;
    private const int OpenAttempts = 3;
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private readonly long _started = time.GetUtcNow().ToUnixTimeMilliseconds();
    private FileStream? _file;
    private int _number;
    private long _length;
    private bool _reported;

    public void Write(JournalEntry entry)
    {
        try
        {
            byte[] line = [.. JsonSerializer.SerializeToUtf8Bytes(entry, JournalJson.Default.JournalEntry), (byte)'\n'];
            _file ??= Open();
            // At the end of the last whole line: what a failed write left behind it is overwritten.
            RandomAccess.Write(_file.SafeFileHandle, line, _length);
            _length += line.Length;
            if (_length >= segmentBytes)
            {
                Dispose();
            }
        }
        catch (Exception e)
        {
            // Whatever it is: the answer is worth more than its line.
            Report(e);
        }
    }

    public void Dispose()
    {
        _file?.Dispose();
        _file = null;
    }

    private FileStream Open()
    {
        FileStreamOptions options = new() { Mode = FileMode.CreateNew, Access = FileAccess.Write, Share = FileShare.Read, BufferSize = 0 };
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(folder);
        }
        else
        {
            Directory.CreateDirectory(folder, OwnerOnly | UnixFileMode.UserExecute);
            options.UnixCreateMode = OwnerOnly;
        }

        for (var attempt = 1; ; attempt++)
        {
            try
            {
                _length = 0;
                return new FileStream(Path.Combine(folder, JournalName.Of(engine, _started, Environment.ProcessId, ++_number)), options);
            }
            catch (IOException) when (attempt < OpenAttempts)
            {
                // The name is taken, or somebody looked whether the file is in use in the moment between its making and its locking.
            }
        }
    }

    private void Report(Exception error)
    {
        if (!_reported)
        {
            _reported = true;
            log?.Invoke(EngineLogLevel.Error, $"The engine's journal in {folder} can't be written: {error.Message} Requests go on and may be missing in it.");
        }
    }
}
