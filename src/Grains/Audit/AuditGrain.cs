using LlmGateway.Storage;

namespace LlmGateway.Grains.Audit;

// Its state is the end of the chain, which the table holds. A second activation, as there can be for a moment after the loss of a silo, is told apart by the
// table too: a position can be taken only once.
[GrainType("audit")]
internal sealed class AuditGrain(AuditTrail trail, TimeProvider time) : Grain, IAuditGrain
{
    private const int MaxAttempts = 10;
    private AuditHead? _head;

    public override async Task OnActivateAsync(CancellationToken cancellationToken) => _head = await trail.ReadHeadAsync(cancellationToken);

    public async Task<long> AppendAsync(AuditEntry entry, CancellationToken cancellationToken)
    {
        for (var attempt = 0; attempt < MaxAttempts; attempt++)
        {
            var head = _head ??= await trail.ReadHeadAsync(cancellationToken);
            var row = AuditChain.Follow(head, new AuditRow
            {
                Sequence = 0,
                Hash = "",
                At = time.GetUtcNow(),
                Actor = entry.Actor,
                Action = entry.Action,
                TenantId = entry.TenantId,
                Target = entry.Target,
                Status = entry.Status,
                RequestId = entry.RequestId,
                Address = entry.Address,
                Detail = entry.Detail,
            });
            _head = null; // Known again once the row is in, or read anew: a write that failed may have been done all the same.
            if (await trail.TryAppendAsync(row, cancellationToken))
            {
                _head = new AuditHead(row.Sequence, row.Hash);
                return row.Sequence;
            }
        }

        throw new InvalidOperationException($"Other writers took the next place in the audit trail {MaxAttempts} times in a row.");
    }
}
