using System.IO.Pipelines;
using Microsoft.AspNetCore.Http.Features;

namespace LlmGateway.Silo.Api.Requests;

/// <summary>A response's body that is copied as it is written, streams included.</summary>
internal sealed class CapturingResponse : IHttpResponseBodyFeature
{
    private readonly IHttpResponseBodyFeature _inner;

    private CapturingResponse(IHttpResponseBodyFeature inner, CapturedBody copy)
    {
        _inner = inner;
        Writer = new CapturingWriter(inner.Writer, copy);
        Stream = Writer.AsStream(leaveOpen: true);
    }

    public Stream Stream { get; }

    public PipeWriter Writer { get; }

    /// <summary>Copies all that is written to a response from now on.</summary>
    public static void Install(HttpContext http, CapturedBody copy) =>
        http.Features.Set<IHttpResponseBodyFeature>(new CapturingResponse(http.Features.GetRequiredFeature<IHttpResponseBodyFeature>(), copy));

    public void DisableBuffering() => _inner.DisableBuffering();

    public Task StartAsync(CancellationToken cancellationToken = default) => _inner.StartAsync(cancellationToken);

    public Task SendFileAsync(string path, long offset, long? count, CancellationToken cancellationToken = default) =>
        SendFileFallback.SendFileAsync(Stream, path, offset, count, cancellationToken);

    public Task CompleteAsync() => _inner.CompleteAsync();
}
