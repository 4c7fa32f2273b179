using LlmGateway.Grains.Replicas;
using Microsoft.AspNetCore.Components;

namespace LlmGateway.Web.Components.Pages.Start;

/// <summary>The first page: which models are served, and how to ask one.</summary>
public sealed partial class StartPage : ComponentBase, IDisposable
{
    private IDisposable? _watch;

    [Inject]
    private ServedModelsState State { get; set; } = null!;

    /// <summary>The first ready model; else the first that may become so; else none.</summary>
    private string? RequestModel
        => (State.Models?.FirstOrDefault(model => model.State == ReplicaState.Ready) ?? State.Models?.FirstOrDefault())?.Name;

    private string Summary => State switch
    {
        { Models: null, Unreachable: true } => "The gateway's models are not known.",
        { Models: null } => "Loading…",
        { Models: [] } => "No model is served.",
        { Models: { } models } => $"{models.Count(model => model.State == ReplicaState.Ready)} of {models.Length} ready",
    };

    /// <summary>The models of the picture that the server sent first: the connected page begins with them.</summary>
    [PersistentState]
    public ServedModel[]? FirstModels { get; set; }

    /// <summary>Asks before the first picture, so that the page arrives filled.</summary>
    protected override async Task OnInitializedAsync()
    {
        if (FirstModels is not null)
        {
            State.BeginWith(FirstModels);
            return;
        }

        await State.RefreshAsync();
        FirstModels = State.Models?.ToArray();
    }

    /// <summary>Only a page that a browser is connected to goes on asking.</summary>
    protected override void OnAfterRender(bool firstRender)
    {
        if (firstRender)
        {
            _watch = State.Watch(StateHasChanged);
        }
    }

    /// <inheritdoc />
    public void Dispose() => _watch?.Dispose();
}
