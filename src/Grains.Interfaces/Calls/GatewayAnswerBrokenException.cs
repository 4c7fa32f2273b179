namespace LlmGateway.Grains.Calls;

/// <summary>An answer ended before it was whole, as a connection over HTTP would have been cut.</summary>
[GenerateSerializer, Alias("llmgw.answer-broken")]
public sealed class GatewayAnswerBrokenException : Exception
{
    /// <param name="message">What happened.</param>
    public GatewayAnswerBrokenException(string message)
        : base(message)
    {
    }
}
