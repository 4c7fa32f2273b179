namespace LlmGateway.Silo.Issuers;

/// <summary>An issuer does not say where its endpoints and keys are.</summary>
internal sealed class IssuerUnavailableException(string name)
    : Exception($"The issuer '{name}' can't be reached at the moment, or is not what the configuration says.");
