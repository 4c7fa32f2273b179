namespace LlmGateway.Storage;

/// <summary>What one key used of one model in one second.</summary>
/// <param name="Second">Unix time of the second.</param>
/// <param name="KeyId">Id of the API key.</param>
/// <param name="Model">The model's name.</param>
/// <param name="Requests">Requests admitted in it.</param>
/// <param name="Tokens">Tokens read and generated for them.</param>
public readonly record struct RecentUse(long Second, string KeyId, string Model, long Requests, long Tokens);
