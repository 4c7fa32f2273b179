namespace LlmGateway.Silo.Api.Idempotency;

/// <summary>Whether another silo process still runs, and may still answer what it has begun.</summary>
/// <param name="silo">The id that the process gave itself.</param>
/// <param name="cancellationToken">Gives up.</param>
internal delegate ValueTask<bool> IsSiloAlive(string silo, CancellationToken cancellationToken);
