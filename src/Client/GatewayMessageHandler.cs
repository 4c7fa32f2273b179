using System.Net;
using LlmGateway.Grains.Calls;

namespace LlmGateway.Client;

/// <summary>
/// Sends HTTP requests to a gateway as calls of an Orleans client, past load balancers, to any silo that lives. Give it to an <see cref="HttpClient"/>, and that to any SDK: the paths, bodies,
/// headers, streams and errors are those of the HTTP API.
/// </summary>
/// <remarks>Thread-safe. The host in a request's address is free; links in answers begin with it. Request bodies are sent whole, answers are streamed.</remarks>
/// <param name="grains">The Orleans client, connected.</param>
public sealed class GatewayMessageHandler(IGrainFactory grains) : HttpMessageHandler
{
    // Each lives on one silo, and moves when that dies: several spread a busy program's requests.
    private readonly IGatewayGrain[] _doors = [.. Enumerable.Range(0, 8).Select(_ => grains.GetGrain<IGatewayGrain>(Guid.NewGuid()))];
    private uint _next;

    /// <inheritdoc />
    /// <exception cref="HttpRequestException">The cluster can't be reached, or broke off before the answer began.</exception>
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        var door = _doors[Interlocked.Increment(ref _next) % _doors.Length];
        var left = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var parts = door.SendAsync(await ReadAsync(request, cancellationToken), left.Token).GetAsyncEnumerator(left.Token);
        AnswerStream body = new(parts, left);
        try
        {
            if (await parts.MoveNextAsync() && parts.Current is GatewayAnswerStart start)
            {
                return Answer(request, start, body);
            }

            throw new HttpRequestException("The gateway's answer has no beginning.");
        }
        catch (Exception e)
        {
            await body.DisposeAsync();
            cancellationToken.ThrowIfCancellationRequested();
            throw e as HttpRequestException ?? new HttpRequestException($"The cluster did not answer: {e.Message}", e);
        }
    }

    private static async Task<GatewayRequest> ReadAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var address = request.RequestUri is { IsAbsoluteUri: true } absolute ? absolute : throw new InvalidOperationException("The request needs an absolute address: set the client's BaseAddress.");
        var body = request.Content is null ? [] : await request.Content.ReadAsByteArrayAsync(cancellationToken);
        var headers = request.Content is null ? request.Headers : request.Headers.Concat(request.Content.Headers);
        return new GatewayRequest(
            request.Method.Method, address.AbsoluteUri, [.. headers.SelectMany(header => header.Value.Select(value => KeyValuePair.Create(header.Key, value)))], body);
    }

    private static HttpResponseMessage Answer(HttpRequestMessage request, GatewayAnswerStart start, AnswerStream body)
    {
        HttpResponseMessage response = new((HttpStatusCode)start.Status) { RequestMessage = request, Content = new StreamContent(body) };
        foreach (var (name, value) in start.Headers)
        {
            if (!response.Headers.TryAddWithoutValidation(name, value))
            {
                response.Content.Headers.TryAddWithoutValidation(name, value);
            }
        }

        return response;
    }
}
