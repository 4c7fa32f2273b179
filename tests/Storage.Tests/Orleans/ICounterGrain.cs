namespace LlmGateway.Storage.Tests;

[Alias("llmgw.tests.counter")]
public interface ICounterGrain : IGrainWithStringKey
{
    [Alias("IncrementAsync")]
    Task<int> IncrementAsync();

    [Alias("GetAsync")]
    Task<int> GetAsync();

    [Alias("GetVersionAsync")]
    Task<string?> GetVersionAsync();

    [Alias("ClearAsync")]
    Task ClearAsync();

    [Alias("GetSiloAsync")]
    Task<string> GetSiloAsync();
}
