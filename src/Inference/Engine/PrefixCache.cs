namespace LlmGateway.Inference.Engine;

/// <summary>What was computed for ended requests, by their tokens, apart for each scope; what was not used for longest makes room. Not thread-safe.</summary>
/// <param name="capacityBytes">Memory that all together may take.</param>
internal sealed class PrefixCache(long capacityBytes)
{
    private readonly LinkedList<PrefixEntry> _entries = []; // The one used last comes first.

    /// <summary>Memory in use.</summary>
    public long Bytes { get; private set; }

    public int Count => _entries.Count;

    /// <summary>The entry that shares the longest beginning with some tokens, and how many they share; 0 without one.</summary>
    public (PrefixEntry? Entry, int Shared) Find(string scope, ReadOnlySpan<int> tokens)
    {
        LinkedListNode<PrefixEntry>? best = null;
        var longest = 0;
        for (var node = _entries.First; node is not null; node = node.Next)
        {
            if (node.Value.Scope == scope && tokens.CommonPrefixLength(node.Value.Tokens) is var shared && shared > longest)
            {
                (best, longest) = (node, shared);
            }
        }

        if (best is not null)
        {
            _entries.Remove(best);
            _entries.AddFirst(best);
        }

        return (best?.Value, longest);
    }

    /// <summary>Keeps an entry, which the cache frees from now on. Those that are a beginning of it go.</summary>
    public void Add(PrefixEntry entry)
    {
        for (var node = _entries.First; node is not null;)
        {
            var next = node.Next;
            if (node.Value.Scope == entry.Scope && entry.Tokens.AsSpan().StartsWith(node.Value.Tokens))
            {
                Remove(node);
            }

            node = next;
        }

        _entries.AddFirst(entry);
        Bytes += entry.State.Length;
        while (Bytes > capacityBytes)
        {
            Remove(_entries.Last!);
        }
    }

    /// <summary>Frees all entries.</summary>
    public void Free()
    {
        while (_entries.First is { } first)
        {
            Remove(first);
        }
    }

    private void Remove(LinkedListNode<PrefixEntry> node)
    {
        _entries.Remove(node);
        Bytes -= node.Value.State.Length;
        node.Value.State.Dispose();
    }
}
