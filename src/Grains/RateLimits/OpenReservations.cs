using System.Collections.Concurrent;

namespace LlmGateway.Grains.RateLimits;

/// <summary>The reservations of the requests that this silo answers: what a limiter is rebuilt from after it moved. Thread-safe.</summary>
public sealed class OpenReservations
{
    private readonly ConcurrentDictionary<string, (string TenantId, OpenReservation Reservation)> _open = new(StringComparer.Ordinal);

    /// <summary>A request was admitted.</summary>
    public void Add(string tenantId, OpenReservation reservation)
    {
        ArgumentNullException.ThrowIfNull(reservation);
        _open[reservation.Request.RequestId] = (tenantId, reservation);
    }

    /// <summary>A request was settled.</summary>
    public void Remove(string requestId) => _open.TryRemove(requestId, out _);

    /// <summary>What is open of a tenant.</summary>
    public IReadOnlyList<OpenReservation> Of(string tenantId) =>
        [.. _open.Values.Where(open => open.TenantId == tenantId).Select(open => open.Reservation)];
}
