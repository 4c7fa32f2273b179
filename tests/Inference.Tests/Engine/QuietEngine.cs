using LlmGateway.Inference.Engine;

namespace LlmGateway.Inference.Tests.Engine;

/// <summary>The bundled model for the tests of one class, which run one after the other: what a batch holds beside a request can turn close calls.</summary>
public sealed class QuietEngine : IAsyncLifetime
{
    public LlamaEngine Engine { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Engine = await LlamaEngine.LoadAsync(SharedEngine.Options);

    public ValueTask DisposeAsync() => Engine.DisposeAsync();
}
