using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text.Json;
using LlmGateway.Silo.Hosting;
using LlmGateway.Storage;
using Microsoft.Extensions.Primitives;
using Microsoft.IdentityModel.Tokens;

namespace LlmGateway.Silo.OAuth;

/// <summary>
/// The keys of tokens, sealed under the master key. A key is used for 90 days; the next one is published 7 days before its turn, and one that is
/// no longer used stays known until every token of it has expired.
/// </summary>
/// <remarks>Thread-safe.</remarks>
internal sealed class OAuthKeys : IDisposable
{
    private static readonly TimeSpan Ahead = TimeSpan.FromDays(7);
    private static readonly string[] Uses = [OAuthKey.Signing, OAuthKey.Encryption];

    private readonly Lock _lock = new();
    private readonly IOAuthKeyStore _store;
    private readonly MasterKeys _masters;
    private readonly TimeProvider _time;
    private ImmutableArray<OAuthKey> _keys = [];
    private CancellationTokenSource _changed = new();

    /// <exception cref="StorageException">They are sealed under a master key that is missing.</exception>
    /// <exception cref="StartupException">They are damaged.</exception>
    public OAuthKeys(IOAuthKeyStore store, MasterKeys masters, TimeProvider time)
    {
        (_store, _masters, _time) = (store, masters, time);
        Roll();
    }

    /// <summary>Keys that sign or did, the one that signs now first.</summary>
    public IReadOnlyList<OAuthKey> Signing => InOrder(OAuthKey.Signing);

    /// <summary>Keys that seal or did, the one that seals now first.</summary>
    public IReadOnlyList<OAuthKey> Encryption => InOrder(OAuthKey.Encryption);

    /// <summary>The key that signed a token; null if there is none of this id.</summary>
    public SecurityKey? FindSigning(string? id)
    {
        foreach (var key in _keys)
        {
            if (key.Id == id && key.Use == OAuthKey.Signing)
            {
                return key.Key;
            }
        }

        return null;
    }

    /// <summary>Fires when the keys, or the one whose turn it is, are others.</summary>
    public IChangeToken Watch()
    {
        lock (_lock)
        {
            return new CancellationChangeToken(_changed.Token);
        }
    }

    /// <summary>Takes what other silos have made, makes keys whose turn comes soon, and forgets those that nothing valid is left of. To be called every few hours.</summary>
    public void Roll()
    {
        CancellationTokenSource? changed = null;
        lock (_lock)
        {
            var keys = _keys;
            _store.Change(stored =>
            {
                var known = Read(stored, out var resealed);
                keys = Advance(known);
                return resealed || !keys.SequenceEqual(known) ? Write(keys) : null;
            });
            _keys = keys;

            // Also where only a turn came: those who watch put the keys in order again.
            (changed, _changed) = (_changed, new CancellationTokenSource());
        }

        changed.Cancel();
        changed.Dispose();
    }

    public void Dispose() => _changed.Dispose();

    private ImmutableArray<OAuthKey> Advance(ImmutableArray<OAuthKey> keys)
    {
        var now = _time.GetUtcNow();
        keys = keys.RemoveAll(key => key.GoneAt <= now);
        foreach (var use in Uses)
        {
            var last = keys.Where(key => key.Use == use).MaxBy(key => key.From);
            if (last is null || last.Until - Ahead <= now)
            {
                keys = keys.Add(OAuthKey.Create(use, last?.Until > now ? last.Until : now));
            }
        }

        return keys;
    }

    // Whose turn it is, then what comes next, then those before.
    private List<OAuthKey> InOrder(string use)
    {
        var now = _time.GetUtcNow();
        return [.. _keys.Where(key => key.Use == use).OrderBy(key => key.From <= now ? 0 : 1).ThenByDescending(key => key.From)];
    }

    private ImmutableArray<OAuthKey> Read(byte[]? stored, out bool resealed)
    {
        resealed = false;
        if (stored is null)
        {
            return [];
        }

        try
        {
            var read = JsonSerializer.Deserialize(stored, OAuthKeyJson.Default.OAuthKeyFile) ?? throw new JsonException("It is empty.");
            resealed = read.Keys.Any(entry => entry.MasterKey != _masters.NewestId);
            return [.. read.Keys.Select(entry => _keys.FirstOrDefault(key => key.Id == entry.Id) ?? Open(entry))];
        }
        catch (Exception e) when (e is JsonException or CryptographicException or ArgumentException)
        {
            throw new StartupException($"{_store.Name} is damaged: {e.Message} Restore it from a backup, or delete it; without it everybody signs in again.");
        }
    }

    private OAuthKey Open(OAuthKeyFile.Entry entry) => new(entry.Id, entry.Use, entry.From, _masters.Unwrap(entry.MasterKey, entry.Sealed, Context(entry.Use, entry.Id)));

    private byte[] Write(ImmutableArray<OAuthKey> keys) => JsonSerializer.SerializeToUtf8Bytes(
        new OAuthKeyFile([.. keys.Select(key => new OAuthKeyFile.Entry(key.Id, key.Use, key.From, _masters.NewestId, _masters.Wrap(key.Secret, Context(key.Use, key.Id))))]),
        OAuthKeyJson.Default.OAuthKeyFile);

    private static string Context(string use, string id) => $"oauth/{use}/{id}";
}
