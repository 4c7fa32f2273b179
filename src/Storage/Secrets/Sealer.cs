using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace LlmGateway.Storage;

/// <summary>Seals what is kept at rest under its owner's data key, with AES-256-GCM.</summary>
/// <remarks>
/// A sealed value is a format byte, the key's version (4 bytes, big-endian), nonce, ciphertext and tag. All of it is authenticated,
/// together with owner and context. Source: docs/decisions/0008.
/// </remarks>
public sealed class Sealer
{
    private const byte Format = 1;
    private const int HeaderBytes = 5;
    private const int CachedKeys = 4096;

    // Random nonces of 96 bits are good for 2^32 seals under one key (NIST SP 800-38D, 8.3). Each process counts its own seals from
    // zero, so the rest is left for silos side by side and for restarts: 64 of them at the full count.
    private const long SealsPerProcess = 1L << 26;

    private readonly DataKeys _keys;
    private readonly DataKeyCache _cache = new(CachedKeys);
    private readonly long _sealsPerKey;

    /// <param name="keys">The data keys.</param>
    public Sealer(DataKeys keys)
        : this(keys, SealsPerProcess)
    {
    }

    internal Sealer(DataKeys keys, long sealsPerKey) => (_keys, _sealsPerKey) = (keys, sealsPerKey);

    /// <summary>Seals under the newest version of the owner's key, which is made with the first call.</summary>
    /// <param name="owner">A tenant's id, or <see cref="DataKeys.Gateway"/>.</param>
    /// <param name="plain">What to seal; any length.</param>
    /// <param name="context">What it is, such as <c>log/req_…/request</c>: it opens only as the same, so that values can't be swapped.</param>
    /// <param name="cancellationToken">Stops reading the key.</param>
    /// <returns>33 bytes more than <paramref name="plain"/>.</returns>
    public ValueTask<byte[]> SealAsync(string owner, ReadOnlyMemory<byte> plain, string context, CancellationToken cancellationToken = default) =>
        _cache.Find(owner) is { } key
            ? key.CountSeal() % _sealsPerKey != 0 ? ValueTask.FromResult(Seal(key, plain.Span, context)) : RotateAndSealAsync(owner, plain, context, cancellationToken)
            : SealSlowlyAsync(owner, plain, context, cancellationToken);

    /// <summary>Opens what was sealed for the same owner and context.</summary>
    /// <returns>What was sealed; null if its key was erased.</returns>
    /// <exception cref="CryptographicException">The value was changed, or it is another owner's or another context's.</exception>
    public async ValueTask<byte[]?> OpenAsync(string owner, ReadOnlyMemory<byte> value, string context, CancellationToken cancellationToken = default)
    {
        if (value.Length < HeaderBytes + AesSealing.Overhead || value.Span[0] != Format)
        {
            throw new CryptographicException("This is no sealed value, or a newer version of LlmGateway sealed it.");
        }

        var version = BinaryPrimitives.ReadInt32BigEndian(value.Span[1..]);
        if (version < 1)
        {
            throw new CryptographicException("The sealed value names no key.");
        }

        var key = _cache.Find(owner, version);
        if (key is null)
        {
            var epoch = _cache.Epoch;
            key = await _keys.FindAsync(owner, version, cancellationToken);
            if (key is null)
            {
                return null;
            }

            _cache.Keep(key, newest: false, epoch);
        }

        return AesSealing.Open(key.Key, value.Span[HeaderBytes..], Associated(value.Span[..HeaderBytes], owner, context));
    }

    /// <summary>Makes a new version of the owner's key, which seals from now on; older ones still open.</summary>
    /// <returns>The new version.</returns>
    public async Task<int> RotateAsync(string owner, CancellationToken cancellationToken = default)
    {
        var key = await _keys.AddNextAsync(owner, cancellationToken);
        Forget(owner);
        return key.Version;
    }

    /// <summary>Deletes the owner's keys: nothing sealed under them can be read again. Backups made before still hold them.</summary>
    /// <returns>How many versions there were.</returns>
    /// <remarks>Other silos keep the keys that they have in memory until <see cref="Forget"/> is called there too.</remarks>
    public async Task<int> EraseAsync(string owner, CancellationToken cancellationToken = default)
    {
        var count = await _keys.DeleteAsync(owner, cancellationToken);
        Forget(owner);
        return count;
    }

    /// <summary>Drops an owner's keys from memory, after they were rotated or erased elsewhere.</summary>
    public void Forget(string owner) => _cache.Forget(owner);

    private async ValueTask<byte[]> RotateAndSealAsync(string owner, ReadOnlyMemory<byte> plain, string context, CancellationToken cancellationToken)
    {
        await RotateAsync(owner, cancellationToken);
        return await SealSlowlyAsync(owner, plain, context, cancellationToken);
    }

    private async ValueTask<byte[]> SealSlowlyAsync(string owner, ReadOnlyMemory<byte> plain, string context, CancellationToken cancellationToken)
    {
        var epoch = _cache.Epoch;
        var key = await _keys.GetNewestAsync(owner, cancellationToken);
        key.CountSeal();
        _cache.Keep(key, newest: true, epoch);
        return Seal(key, plain.Span, context);
    }

    private static byte[] Seal(DataKey key, ReadOnlySpan<byte> plain, string context)
    {
        var value = new byte[HeaderBytes + plain.Length + AesSealing.Overhead];
        value[0] = Format;
        BinaryPrimitives.WriteInt32BigEndian(value.AsSpan(1), key.Version);
        AesSealing.Seal(key.Key, plain, Associated(value.AsSpan(0, HeaderBytes), key.Owner, context), value.AsSpan(HeaderBytes));
        return value;
    }

    // The owner has no zero in it, so that it and the context can't be cut elsewhere.
    private static byte[] Associated(ReadOnlySpan<byte> header, string owner, string context) => [.. header, .. Encoding.UTF8.GetBytes($"{owner}\0{context}")];
}
