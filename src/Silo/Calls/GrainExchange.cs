using System.Collections.Immutable;
using System.IO.Pipelines;
using LlmGateway.Grains.Calls;
using Microsoft.AspNetCore.Http.Features;

namespace LlmGateway.Silo.Calls;

/// <summary>A request that came by a grain call, and its answer, as what ASP.NET asks a server for.</summary>
internal sealed class GrainExchange : IHttpResponseFeature, IHttpResponseBodyFeature, IHttpRequestLifetimeFeature, IHttpMaxRequestBodySizeFeature, IDisposable
{
    private readonly Pipe _body = new();
    private readonly TaskCompletionSource<GatewayAnswerStart> _start = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationTokenSource _aborted;
    private readonly Stack<(Func<object, Task> Callback, object State)> _starting = [];
    private readonly Stack<(Func<object, Task> Callback, object State)> _completed = [];

    /// <param name="request">The request.</param>
    /// <param name="maxBodyBytes">Longest body that is read.</param>
    /// <param name="left">The caller has left.</param>
    public GrainExchange(GatewayRequest request, long? maxBodyBytes, CancellationToken left)
    {
        _aborted = CancellationTokenSource.CreateLinkedTokenSource(left);
        MaxRequestBodySize = maxBodyBytes;
        Writer = new StartingWriter(_body.Writer, this);
        Stream = Writer.AsStream();
        Features = new FeatureCollection();
        Features.Set<IHttpRequestFeature>(Read(request));
        Features.Set<IHttpRequestBodyDetectionFeature>(new BodyDetection(request.Body.Length > 0));
        Features.Set<IHttpResponseFeature>(this);
        Features.Set<IHttpResponseBodyFeature>(this);
        Features.Set<IHttpRequestLifetimeFeature>(this);
        Features.Set<IHttpMaxRequestBodySizeFeature>(this);
        Features.Set<IHttpConnectionFeature>(new HttpConnectionFeature { ConnectionId = "orleans" });
    }

    public IFeatureCollection Features { get; }

    /// <summary>How the answer begins, once it does.</summary>
    public Task<GatewayAnswerStart> Started => _start.Task;

    /// <summary>The answer's body.</summary>
    public PipeReader Body => _body.Reader;

    public int StatusCode { get; set; } = StatusCodes.Status200OK;

    public string? ReasonPhrase { get; set; }

    public IHeaderDictionary Headers { get; set; } = new HeaderDictionary();

    public bool HasStarted { get; private set; }

    public Stream Stream { get; }

    public PipeWriter Writer { get; }

    public CancellationToken RequestAborted
    {
        get => _aborted.Token;
        set => throw new NotSupportedException("The token is the exchange's own.");
    }

    public bool IsReadOnly => false;

    public long? MaxRequestBodySize { get; set; }

    Stream IHttpResponseFeature.Body
    {
        get => Stream;
        set => throw new NotSupportedException("Bodies are replaced by their feature.");
    }

    public void OnStarting(Func<object, Task> callback, object state) => _starting.Push((callback, state));

    public void OnCompleted(Func<object, Task> callback, object state) => _completed.Push((callback, state));

    public void DisableBuffering()
    {
        // Nothing is kept back.
    }

    public async Task StartAsync(CancellationToken cancellationToken = default)
    {
        if (HasStarted)
        {
            return;
        }

        while (_starting.TryPop(out var starting))
        {
            await starting.Callback(starting.State);
        }

        HasStarted = true;
        _start.TrySetResult(new GatewayAnswerStart(StatusCode, [.. Headers.SelectMany(header => header.Value.Select(value => KeyValuePair.Create(header.Key, value ?? "")))]));
    }

    public Task SendFileAsync(string path, long offset, long? count, CancellationToken cancellationToken = default) =>
        SendFileFallback.SendFileAsync(Stream, path, offset, count, cancellationToken);

    public async Task CompleteAsync()
    {
        await Writer.FlushAsync();
        await _body.Writer.CompleteAsync();
    }

    public void Abort() => Break(new GatewayAnswerBrokenException("The gateway ended the answer before it was whole."));

    /// <summary>Ends the answer as it is.</summary>
    public void Break(Exception reason)
    {
        var broken = reason as GatewayAnswerBrokenException ?? new GatewayAnswerBrokenException("The gateway failed while it answered.");
        _start.TrySetException(broken);
        _body.Writer.Complete(broken);
        _aborted.Cancel();
    }

    /// <summary>Tells those who wait for the end of the request.</summary>
    public async Task FinishAsync()
    {
        while (_completed.TryPop(out var completed))
        {
            await completed.Callback(completed.State);
        }
    }

    public void Dispose() => _aborted.Dispose();

    private static HttpRequestFeature Read(GatewayRequest request)
    {
        var address = new Uri(request.Address, UriKind.Absolute);
        var feature = new HttpRequestFeature
        {
            Method = request.Method,
            Protocol = "HTTP/1.1",
            Scheme = Uri.UriSchemeHttps, // What carries calls is encrypted where the cluster is.
            Path = PathString.FromUriComponent(address).Value ?? "/",
            QueryString = address.Query,
            RawTarget = address.PathAndQuery,
            Body = new MemoryStream(request.Body.ToArray(), writable: false),
        };
        foreach (var header in request.Headers.IsDefault ? ImmutableArray<KeyValuePair<string, string>>.Empty : request.Headers)
        {
            feature.Headers.Append(header.Key, header.Value);
        }

        feature.Headers.Host = address.Authority;
        feature.Headers.ContentLength = request.Body.Length;
        return feature;
    }

    private sealed class BodyDetection(bool present) : IHttpRequestBodyDetectionFeature
    {
        public bool CanHaveBody => present;
    }
}
