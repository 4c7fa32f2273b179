namespace LlmGateway.Storage.Tests;

[Alias("llmgw.tests.alarm")]
public interface IAlarmGrain : IGrainWithStringKey
{
    [Alias("RegisterAsync")]
    Task RegisterAsync(string name, TimeSpan period);

    [Alias("ListAsync")]
    Task<string[]> ListAsync();

    [Alias("UnregisterAsync")]
    Task UnregisterAsync(string name);
}
