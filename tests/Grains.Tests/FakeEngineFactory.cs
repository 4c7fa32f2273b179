using System.Collections.Concurrent;
using System.Threading.Channels;
using LlmGateway.Grains.Replicas;
using LlmGateway.Inference;

namespace LlmGateway.Grains.Tests;

/// <summary>Makes engines for all silos of the cluster; paths that begin with <c>bad</c> can't be loaded.</summary>
internal sealed class FakeEngineFactory : IEngineFactory
{
    private readonly ConcurrentDictionary<string, Channel<FakeEngine>> _loaded = new();

    public Task<IInferenceEngine> LoadAsync(EngineOptions options, CancellationToken cancellationToken = default)
    {
        if (options.ModelPath.StartsWith("bad", StringComparison.Ordinal))
        {
            throw new InferenceException(InferenceErrorCode.ModelUnusable, $"{options.ModelPath} can't be served: it is bad.");
        }

        var engine = new FakeEngine(options);
        Loaded(options.ModelPath).Writer.TryWrite(engine);
        return Task.FromResult<IInferenceEngine>(engine);
    }

    /// <summary>The next engine that is or was loaded from a path.</summary>
    public async Task<FakeEngine> NextAsync(string path) => await Loaded(path).Reader.ReadAsync(TestContext.Current.CancellationToken).AsTask().WaitAsync(GrainCluster.Timeout);

    private Channel<FakeEngine> Loaded(string path) => _loaded.GetOrAdd(path, _ => Channel.CreateUnbounded<FakeEngine>());
}
