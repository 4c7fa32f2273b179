namespace LlmGateway.Silo.Api.Admin;

/// <summary>A body, and whose members, roles and groups it is about.</summary>
internal sealed record PlacedBody<T>(T Body, AccessPlace Place);
