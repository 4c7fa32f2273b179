using System.Collections.Immutable;
using LlmGateway.Grains.Models;
using LlmGateway.Grains.Upstreams;

namespace LlmGateway.Web.Tests.Fakes;

/// <summary>A catalogue that answers as the test says.</summary>
internal sealed class FakeModelCatalog : IModelCatalogGrain
{
    /// <summary>How often it was asked.</summary>
    public int Questions { get; private set; }

    /// <summary>The answer; a task of its own makes the caller wait or fail.</summary>
    public Func<Task<RouteTable>> Answer { get; set; } = () => Task.FromResult(RouteTable.Empty);

    public void Serve(params ModelRoute[] routes)
        => Answer = () => Task.FromResult(new RouteTable(1, routes.ToImmutableDictionary(route => route.Name)));

    public void Fail() => Answer = () => Task.FromException<RouteTable>(new TimeoutException("No silo answers."));

    public Task<RouteTable> GetRoutesAsync(CancellationToken cancellationToken = default)
    {
        Questions++;
        return Answer();
    }

    public Task ApplyConfigurationAsync(ImmutableArray<ModelDeployment> configured, CancellationToken cancellationToken = default) => throw new NotSupportedException();

    public Task ReconcileAsync(CancellationToken cancellationToken = default) => throw new NotSupportedException();

    public Task PublishAsync(ModelRoute route, CancellationToken cancellationToken = default) => throw new NotSupportedException();

    public Task SetUpstreamAsync(Upstream upstream, CancellationToken cancellationToken = default) => throw new NotSupportedException();

    public Task<bool> RemoveUpstreamAsync(string name, CancellationToken cancellationToken = default) => throw new NotSupportedException();

    public Task<ImmutableArray<Upstream>> GetUpstreamsAsync(CancellationToken cancellationToken = default) => throw new NotSupportedException();

    public Task WithdrawAsync(string model, CancellationToken cancellationToken = default) => throw new NotSupportedException();
}
