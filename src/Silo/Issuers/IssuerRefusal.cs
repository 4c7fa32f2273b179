namespace LlmGateway.Silo.Issuers;

/// <summary>Why somebody whom an issuer vouches for is not let in.</summary>
/// <param name="Code">For programs.</param>
/// <param name="Message">For people.</param>
internal sealed record IssuerRefusal(string Code, string Message);
