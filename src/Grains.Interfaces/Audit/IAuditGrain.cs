namespace LlmGateway.Grains.Audit;

/// <summary>The one writer of the audit trail; found by <see cref="GrainKeys.GetAudit"/>.</summary>
[Alias("llmgw.IAuditGrain")]
public interface IAuditGrain : IGrainWithIntegerKey
{
    /// <summary>Records an action. When the call returns, its row is committed.</summary>
    /// <returns>The row's position in the chain, from 1.</returns>
    [Alias("Append")]
    Task<long> AppendAsync(AuditEntry entry, CancellationToken cancellationToken = default);
}
