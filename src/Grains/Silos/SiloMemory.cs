namespace LlmGateway.Grains.Silos;

/// <summary>Something that each silo remembers by itself, and drops when it changes elsewhere.</summary>
/// <param name="Kind">What is remembered, such as <c>data-key</c>.</param>
/// <param name="Forget">Drops what is known of an id. Thread-safe.</param>
public sealed record SiloMemory(string Kind, Action<string> Forget);
