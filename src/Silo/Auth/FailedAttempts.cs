using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using LlmGateway.Silo.Hosting;
using Microsoft.Extensions.Options;

namespace LlmGateway.Silo.Auth;

/// <summary>Counts wrong keys by the address that they come from. Thread-safe; right keys never ask it, so nobody can lock a neighbour out.</summary>
/// <remarks>IPv6 addresses count by their /64, which is what one customer gets. At most 10,000 addresses are remembered.</remarks>
internal sealed class FailedAttempts(IOptions<GatewayOptions> options, TimeProvider time)
{
    private const int MaxAddresses = 10_000;
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(1);

    private readonly Dictionary<UInt128, Counted> _addresses = [];
    private readonly Lock _lock = new();
    private DateTimeOffset _cleaned;

    /// <summary>How many addresses are remembered.</summary>
    public int Count
    {
        get
        {
            lock (_lock)
            {
                return _addresses.Count;
            }
        }
    }

    /// <summary>Counts a wrong key.</summary>
    /// <returns>How long to wait before the next, if there were too many; null if there were not.</returns>
    public TimeSpan? Add(IPAddress? address)
    {
        var limit = options.Value.FailedAuthPerMinute;
        if (limit == 0 || address is null)
        {
            return null;
        }

        var (key, now) = (KeyOf(address), time.GetUtcNow());
        lock (_lock)
        {
            if (!_addresses.TryGetValue(key, out var counted) || counted.Ends <= now)
            {
                MakeRoom(now);
                counted = new Counted(now + Window, 0);
            }

            _addresses[key] = counted with { Attempts = counted.Attempts + 1 };
            return counted.Attempts < limit ? null : counted.Ends - now;
        }
    }

    private static UInt128 KeyOf(IPAddress address)
    {
        Span<byte> bytes = stackalloc byte[16];
        var v6 = address.AddressFamily == AddressFamily.InterNetworkV6 ? address : address.MapToIPv6();
        v6.TryWriteBytes(bytes, out _);
        if (!v6.IsIPv4MappedToIPv6)
        {
            bytes[8..].Clear();
        }

        return BinaryPrimitives.ReadUInt128BigEndian(bytes);
    }

    // Whoever has more addresses than fit pushes out what was counted for some; that costs less than memory without end.
    private void MakeRoom(DateTimeOffset now)
    {
        if (_addresses.Count < MaxAddresses)
        {
            return;
        }

        if (now - _cleaned >= TimeSpan.FromSeconds(1))
        {
            _cleaned = now;
            foreach (var (key, counted) in _addresses)
            {
                if (counted.Ends <= now)
                {
                    _addresses.Remove(key);
                }
            }
        }

        if (_addresses.Count >= MaxAddresses)
        {
            _addresses.Remove(_addresses.Keys.First());
        }
    }

    private readonly record struct Counted(DateTimeOffset Ends, int Attempts);
}
