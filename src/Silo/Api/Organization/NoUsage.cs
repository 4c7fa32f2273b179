namespace LlmGateway.Silo.Api.Organization;

/// <summary>Usage of what this gateway does not do: there is never one.</summary>
/// <param name="Object">Its kind.</param>
public sealed record NoUsage(string Object);
