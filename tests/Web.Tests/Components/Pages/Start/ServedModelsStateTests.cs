using LlmGateway.Grains.Models;
using LlmGateway.Web.Components.Pages.Start;
using LlmGateway.Web.Tests.Fakes;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace LlmGateway.Web.Tests.Components.Pages.Start;

public sealed class ServedModelsStateTests : IDisposable
{
    private readonly FakeModelCatalog _catalog = new();
    private readonly FakeTimeProvider _time = new();
    private readonly ServedModelsState _state;

    public ServedModelsStateTests()
        => _state = new ServedModelsState(new FakeGrainFactory(_catalog), _time, NullLogger<ServedModelsState>.Instance);

    public void Dispose() => _state.Dispose();

    [Fact]
    public async Task Refresh_SeveralModels_ByName()
    {
        _catalog.Serve(Routes.Model("b"), Routes.Model("a"));

        await _state.RefreshAsync(TestContext.Current.CancellationToken);

        _state.Models!.Value.Select(model => model.Name).ShouldBe(["a", "b"]);
        _state.AnsweredAt.ShouldBe(_time.GetUtcNow());
    }

    [Fact]
    public async Task Refresh_NoAnswerInTime_UnreachableButModelsKept()
    {
        _catalog.Serve(Routes.Model("a"));
        await _state.RefreshAsync(TestContext.Current.CancellationToken);
        _catalog.Answer = () => new TaskCompletionSource<RouteTable>().Task;

        var refresh = _state.RefreshAsync(TestContext.Current.CancellationToken);
        _time.Advance(ServedModelsState.AnswerTimeout);
        await refresh;

        _state.Unreachable.ShouldBeTrue();
        _state.Models!.Value.Length.ShouldBe(1);
    }

    [Fact]
    public async Task Refresh_Cancelled_NotAFailure()
    {
        _catalog.Answer = () => new TaskCompletionSource<RouteTable>().Task;
        using var left = new CancellationTokenSource();

        var refresh = _state.RefreshAsync(left.Token);
        await left.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(() => refresh);
        _state.Unreachable.ShouldBeFalse();
    }

    [Fact]
    public async Task BeginWith_AlreadyAnswered_AnswerKept()
    {
        await _state.RefreshAsync(TestContext.Current.CancellationToken);

        _state.BeginWith([ServedModel.From(Routes.Model("old"))]);

        _state.Models!.Value.ShouldBeEmpty();
    }

    [Fact]
    public void Watch_Twice_AsksOnce()
    {
        using var first = _state.Watch(() => { });
        using var second = _state.Watch(() => { });

        _catalog.Questions.ShouldBe(1);
    }
}
