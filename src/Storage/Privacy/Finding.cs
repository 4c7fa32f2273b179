namespace LlmGateway.Storage;

/// <summary>Personal data in a text.</summary>
/// <param name="Start">Where it begins.</param>
/// <param name="Length">How long it is.</param>
/// <param name="Label">What takes its place.</param>
internal readonly record struct Finding(int Start, int Length, string Label)
{
    public int End => Start + Length;
}
