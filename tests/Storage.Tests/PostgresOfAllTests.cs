using LlmGateway.Storage.Tests;
using LlmGateway.Testing;

[assembly: AssemblyFixture(typeof(PostgresOfAllTests))]

namespace LlmGateway.Storage.Tests;

/// <summary>Stops the server when the tests have ended. The first test that needs it starts it.</summary>
public sealed class PostgresOfAllTests : IAsyncDisposable
{
    public ValueTask DisposeAsync() => PostgresServer.StopSharedAsync();
}
