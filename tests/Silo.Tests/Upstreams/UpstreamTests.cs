namespace LlmGateway.Silo.Tests.Upstreams;

/// <summary>Tests that share one silo with upstreams.</summary>
[CollectionDefinition(nameof(UpstreamTests))]
public sealed class UpstreamTests : ICollectionFixture<UpstreamSilo>;
