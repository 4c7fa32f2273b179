using LlmGateway.Inference.Tests.Engine;
using LlmGateway.Inference.Workers;

namespace LlmGateway.Inference.Tests.Workers;

/// <summary>One worker with the bundled model, for tests that only ask it.</summary>
public sealed class WorkerFixture : IAsyncLifetime
{
    public WorkerEngine Engine { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Engine = await LoadAsync();

    public ValueTask DisposeAsync() => Engine.DisposeAsync();

    public static Task<WorkerEngine> LoadAsync(EngineOptions? model = null, WorkerOptions? options = null, EngineLog? log = null) =>
        WorkerEngine.LoadAsync(model ?? SharedEngine.Options, options ?? new WorkerOptions(), log ?? ((_, _) => { }), TestContext.Current.CancellationToken);
}
