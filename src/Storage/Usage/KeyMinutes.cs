namespace LlmGateway.Storage;

/// <summary>Which keys were noted as used of late: once a minute for each is enough. One thread only.</summary>
internal sealed class KeyMinutes
{
    private const int MaxKeys = 10_000;
    private readonly Dictionary<string, long> _minutes = new(StringComparer.Ordinal);

    /// <summary>Whether the use of a row's key is to be noted.</summary>
    public bool IsNew(LedgerRow row)
    {
        var minute = row.At.ToUnixTimeSeconds() / 60;
        if (_minutes.GetValueOrDefault(row.KeyId) >= minute)
        {
            return false;
        }

        if (_minutes.Count >= MaxKeys)
        {
            _minutes.Clear();
        }

        _minutes[row.KeyId] = minute;
        return true;
    }

    /// <summary>Forgets what was not committed.</summary>
    public void Clear() => _minutes.Clear();
}
