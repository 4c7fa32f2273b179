namespace LlmGateway.Storage.Tests;

[GenerateSerializer]
[Alias("llmgw.tests.counter-state")]
public sealed record CounterState
{
    [Id(0)]
    public int Count { get; set; }
}
