namespace LlmGateway.Inference.Tests.Engine;

/// <summary>A whole answer.</summary>
/// <param name="Events">All events in order.</param>
public sealed record Answer(IReadOnlyList<GenerationEvent> Events)
{
    public string Text => string.Concat(Pieces.Select(piece => piece.Text));

    public IEnumerable<GeneratedText> Pieces => Events.OfType<GeneratedText>();

    public GenerationFinished End => (GenerationFinished)Events[^1];
}
