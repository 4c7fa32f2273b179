namespace LlmGateway.Grains.Calls;

/// <summary>The gateway's API for programs that are clients of the Orleans cluster: the same requests and answers as over HTTP, and the same rules.</summary>
/// <remarks>The one grain that may be called from outside the cluster. Any key will do; calls to one grain are answered by one silo, side by side.</remarks>
[Alias("llmgw.IGatewayGrain")]
public interface IGatewayGrain : IGrainWithGuidKey
{
    /// <summary>Answers a request.</summary>
    /// <param name="request">The request, with the caller's key or access token in its <c>Authorization</c> header.</param>
    /// <param name="cancellationToken">The caller has left: the work ends, and is billed as far as it went.</param>
    /// <returns>First a <see cref="GatewayAnswerStart"/>, then the body as it is made.</returns>
    [Alias("Send")]
    IAsyncEnumerable<GatewayAnswer> SendAsync(GatewayRequest request, CancellationToken cancellationToken = default);
}
