namespace LlmGateway.Grains.Tests;

/// <summary>A wall clock that a test puts forward and back; timers and time spans go on as they do.</summary>
internal sealed class ShiftedTime : TimeProvider
{
    public TimeSpan Shift { get; set; }

    public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + Shift;
}
