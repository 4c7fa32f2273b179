namespace LlmGateway.Silo.Tests.Issuers;

/// <summary>A user of the issuer.</summary>
/// <param name="Id">The issuer's id of them.</param>
/// <param name="Email">Their address there.</param>
public sealed record Person(string Id, string Email);
