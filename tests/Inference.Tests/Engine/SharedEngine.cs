using LlmGateway.Inference.Engine;
using LlmGateway.Inference.Tests.Engine;
using LlmGateway.Testing;

[assembly: AssemblyFixture(typeof(SharedEngine))]

namespace LlmGateway.Inference.Tests.Engine;

/// <summary>The bundled model, loaded once for all tests that only ask it. Tests that look at its load or end it load their own.</summary>
public sealed class SharedEngine : IAsyncLifetime
{
    public LlamaEngine Engine { get; private set; } = null!;

    /// <summary>The bundled model with one compute thread, as it is fastest.</summary>
    public static EngineOptions Options { get; } = new() { ModelPath = RepositoryFiles.TinyModel, Threads = 1 };

    public async ValueTask InitializeAsync() => Engine = await LlamaEngine.LoadAsync(Options);

    public ValueTask DisposeAsync() => Engine.DisposeAsync();
}
