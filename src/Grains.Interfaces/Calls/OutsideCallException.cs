namespace LlmGateway.Grains.Calls;

/// <summary>A program outside the cluster called a grain that only the cluster itself may call.</summary>
[GenerateSerializer, Alias("llmgw.outside-call")]
public sealed class OutsideCallException : Exception
{
    /// <param name="message">What was called.</param>
    public OutsideCallException(string message)
        : base(message)
    {
    }
}
