namespace LlmGateway.Silo.Api.Idempotency;

/// <summary>Whether another silo process still runs, and may still answer what it has begun.</summary>
/// <param name="silo">Its address with its generation, which no later process has.</param>
internal delegate bool IsSiloAlive(string silo);
