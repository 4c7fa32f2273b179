namespace LlmGateway.Storage;

/// <summary>Unwrapped keys that were used of late, at most twice the capacity.</summary>
/// <remarks>Two generations: a full young one becomes the old one, and what is asked for again moves back.</remarks>
internal sealed class DataKeyCache(int capacity)
{
    private const int Newest = 0;

    private readonly Lock _lock = new();
    private Dictionary<(string Owner, int Version), DataKey> _young = [];
    private Dictionary<(string Owner, int Version), DataKey> _old = [];

    /// <summary>Grows when keys are forgotten: what was read from the database before is not kept after.</summary>
    public long Epoch { get; private set; }

    /// <summary>A version of an owner's key; the newest one without a version.</summary>
    public DataKey? Find(string owner, int version = Newest)
    {
        lock (_lock)
        {
            if (_young.TryGetValue((owner, version), out var key))
            {
                return key;
            }

            if (_old.TryGetValue((owner, version), out key))
            {
                Add((owner, version), key);
            }

            return key;
        }
    }

    /// <param name="key">The key.</param>
    /// <param name="newest">Whether it is the one to seal with.</param>
    /// <param name="epoch">The epoch before it was read.</param>
    public void Keep(DataKey key, bool newest, long epoch)
    {
        lock (_lock)
        {
            if (epoch != Epoch)
            {
                return;
            }

            Add((key.Owner, key.Version), key);
            if (newest)
            {
                Add((key.Owner, Newest), key);
            }
        }
    }

    /// <summary>Forgets all keys of an owner.</summary>
    public void Forget(string owner)
    {
        lock (_lock)
        {
            Epoch++;
            foreach (var generation in (ReadOnlySpan<Dictionary<(string Owner, int Version), DataKey>>)[_young, _old])
            {
                foreach (var entry in generation.Keys.Where(entry => entry.Owner == owner).ToList())
                {
                    generation.Remove(entry);
                }
            }
        }
    }

    private void Add((string Owner, int Version) entry, DataKey key)
    {
        if (_young.Count >= capacity)
        {
            (_old, _young) = (_young, []);
        }

        _young[entry] = key;
    }
}
