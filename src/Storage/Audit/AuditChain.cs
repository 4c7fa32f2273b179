using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace LlmGateway.Storage;

/// <summary>How each row of the audit trail vouches for all before it.</summary>
/// <remarks>
/// A row's hash is the lower-case hexadecimal SHA-256 of these texts, in this order: <c>llmgw.audit.1</c>, the hash of the row before, sequence, time (Unix
/// milliseconds), actor, action, tenant, target, status, request id, address, detail. Each is written as its length in UTF-8 bytes (a big-endian 32-bit integer,
/// -1 for null) and those bytes, numbers in decimal; so no two rows have the same encoding. Source: docs/decisions/0007.
/// </remarks>
public static class AuditChain
{
    private const string Version = "llmgw.audit.1";

    /// <summary>What stands for the hash before the first row.</summary>
    public static string Genesis { get; } = new('0', 2 * SHA256.HashSizeInBytes);

    /// <summary>The row as it stands behind a head: with its position, its hash, and its time cut to what is stored.</summary>
    public static AuditRow Follow(AuditHead head, AuditRow row)
    {
        ArgumentNullException.ThrowIfNull(head);
        ArgumentNullException.ThrowIfNull(row);
        var next = row with { Sequence = head.Sequence + 1, At = DateTimeOffset.FromUnixTimeMilliseconds(row.At.ToUnixTimeMilliseconds()) };
        return next with { Hash = Hash(head.Hash, next) };
    }

    /// <summary>The hash that a row must have.</summary>
    /// <param name="previous">Hash of the row before.</param>
    /// <param name="row">The row; its own hash is not looked at.</param>
    public static string Hash(string previous, AuditRow row)
    {
        ArgumentNullException.ThrowIfNull(row);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Append(hash, Version);
        Append(hash, previous);
        Append(hash, row.Sequence);
        Append(hash, row.At.ToUnixTimeMilliseconds());
        Append(hash, row.Actor);
        Append(hash, row.Action);
        Append(hash, row.TenantId);
        Append(hash, row.Target);
        Append(hash, row.Status);
        Append(hash, row.RequestId);
        Append(hash, row.Address);
        Append(hash, row.Detail);
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private static void Append(IncrementalHash hash, long number) => Append(hash, number.ToString(CultureInfo.InvariantCulture));

    private static void Append(IncrementalHash hash, string? text)
    {
        var bytes = text is null ? [] : Encoding.UTF8.GetBytes(text);
        Span<byte> length = stackalloc byte[sizeof(int)];
        BinaryPrimitives.WriteInt32BigEndian(length, text is null ? -1 : bytes.Length);
        hash.AppendData(length);
        hash.AppendData(bytes);
    }
}
