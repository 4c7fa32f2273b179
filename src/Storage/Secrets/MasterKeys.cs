using System.Security.Cryptography;
using System.Text;

namespace LlmGateway.Storage;

/// <summary>The keys that data keys are wrapped under: the first wraps, all of them open. They are in no database.</summary>
public sealed class MasterKeys
{
    private const int IdBytes = 8;

    private readonly string _source;
    private readonly Dictionary<string, byte[]> _keys = [];

    private MasterKeys(string source, IEnumerable<byte[]> keys)
    {
        _source = source;
        foreach (var key in keys)
        {
            var id = Convert.ToHexStringLower(SHA256.HashData(key).AsSpan(0, IdBytes));
            _keys.TryAdd(id, key);
            NewestId ??= id;
        }
    }

    /// <summary>Id of the key that wraps: the first 8 bytes of its SHA-256, hexadecimal.</summary>
    public string NewestId { get; } = null!;

    /// <summary>A new master key as a line of text: 32 random bytes in base64.</summary>
    public static string Create() => Convert.ToBase64String(RandomNumberGenerator.GetBytes(AesSealing.KeyBytes));

    /// <summary>Reads keys, one a line, each 32 bytes in base64 or hexadecimal. Empty lines and those that begin with # are skipped.</summary>
    /// <param name="text">The lines.</param>
    /// <param name="source">Where they come from, for messages.</param>
    /// <exception cref="StorageException">There is no key, or a line is none; the message says which and never shows it.</exception>
    public static MasterKeys Parse(string text, string source)
    {
        ArgumentNullException.ThrowIfNull(text);
        var lines = text.Split('\n').Select((line, index) => (Text: line.Trim(), Number: index + 1)).Where(line => line.Text.Length > 0 && line.Text[0] != '#');
        var keys = lines.Select(line => Decode(line.Text) ?? throw new StorageException(
            $"Line {line.Number} of {source} is no master key: it must be {AesSealing.KeyBytes} bytes in base64 or hexadecimal, as 'openssl rand -base64 {AesSealing.KeyBytes}' makes them."));
        var found = keys.ToList();
        return found.Count > 0
            ? new MasterKeys(source, found)
            : throw new StorageException($"{source} holds no master key. Restore it from a backup; for a new gateway, write one with 'openssl rand -base64 {AesSealing.KeyBytes}'.");
    }

    /// <summary>Seals a secret under the newest key.</summary>
    /// <param name="secret">What to seal.</param>
    /// <param name="context">What it is; it can only be opened as the same.</param>
    public byte[] Wrap(ReadOnlySpan<byte> secret, string context)
    {
        var wrapped = new byte[secret.Length + AesSealing.Overhead];
        AesSealing.Seal(_keys[NewestId], secret, Encoding.UTF8.GetBytes(context), wrapped);
        return wrapped;
    }

    /// <summary>Opens what <see cref="Wrap"/> sealed.</summary>
    /// <exception cref="StorageException">The key is not among these.</exception>
    /// <exception cref="CryptographicException">The value was changed, or its context is another.</exception>
    public byte[] Unwrap(string keyId, ReadOnlySpan<byte> wrapped, string context) => _keys.TryGetValue(keyId, out var key)
        ? AesSealing.Open(key, wrapped, Encoding.UTF8.GetBytes(context))
        : throw Unknown(keyId);

    /// <summary>Whether it is among these keys.</summary>
    internal bool Has(string keyId) => _keys.ContainsKey(keyId);

    internal StorageException Unknown(string keyId) => new(
        $"The database is sealed under the master key {keyId}, which {_source} does not hold (it holds {string.Join(", ", _keys.Keys)}). Restore that file, or name the right one with LLMGW_MASTER_KEY_FILE; an earlier key may stand on a line of its own below the new one.");

    private static byte[]? Decode(string line)
    {
        var key = new byte[AesSealing.KeyBytes];
        return line.Length == 2 * key.Length && Convert.FromHexString(line, key, out _, out _) == System.Buffers.OperationStatus.Done ? key
            : line.Length != 2 * key.Length && Convert.TryFromBase64String(line, key, out var written) && written == key.Length ? key
            : null;
    }
}
