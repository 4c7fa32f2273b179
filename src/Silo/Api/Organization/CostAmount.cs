namespace LlmGateway.Silo.Api.Organization;

/// <summary>Money.</summary>
/// <param name="Value">How much, exactly.</param>
/// <param name="Currency">Three small letters.</param>
public sealed record CostAmount(decimal Value, string Currency);
