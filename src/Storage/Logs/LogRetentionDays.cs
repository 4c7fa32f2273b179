namespace LlmGateway.Storage;

/// <summary>How many days a tenant keeps its request log.</summary>
/// <param name="tenantId">The tenant; it may have been deleted.</param>
/// <param name="cancellationToken">Gives up.</param>
public delegate ValueTask<int> LogRetentionDays(string tenantId, CancellationToken cancellationToken);
