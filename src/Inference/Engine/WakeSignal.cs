namespace LlmGateway.Inference.Engine;

/// <summary>Wakes one waiting thread; several calls before it looks count as one.</summary>
internal sealed class WakeSignal
{
    private readonly object _gate = new();
    private bool _set;

    public void Set()
    {
        lock (_gate)
        {
            _set = true;
            Monitor.Pulse(_gate);
        }
    }

    public void Wait()
    {
        lock (_gate)
        {
            while (!_set)
            {
                Monitor.Wait(_gate);
            }

            _set = false;
        }
    }
}
