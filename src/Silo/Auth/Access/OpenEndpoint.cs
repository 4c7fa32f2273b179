namespace LlmGateway.Silo.Auth.Access;

/// <summary>Metadata of an endpoint that asks for no permission.</summary>
/// <param name="Why">Why anybody may call it.</param>
internal sealed record OpenEndpoint(string Why);
