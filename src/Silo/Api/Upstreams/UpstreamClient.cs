using System.Collections.Immutable;
using System.Net.Http.Headers;
using System.Runtime.CompilerServices;
using System.Text;
using LlmGateway.Grains.Upstreams;
using LlmGateway.Storage;

namespace LlmGateway.Silo.Api.Upstreams;

/// <summary>Sends requests to upstreams over kept connections. Thread-safe.</summary>
internal sealed class UpstreamClient(Sealer sealer) : IDisposable
{
    private static readonly MediaTypeHeaderValue Json = new("application/json");

    // Not HttpClient: nothing of it is wanted, and each of its layers costs every request.
    private readonly HttpMessageInvoker _http = new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        AutomaticDecompression = System.Net.DecompressionMethods.None,
        UseCookies = false,
        ActivityHeadersPropagator = null,
        ConnectTimeout = TimeSpan.FromSeconds(5),
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        EnableMultipleHttp2Connections = true,
    });

    // By the record that the route table holds: a changed upstream is another record.
    private readonly ConditionalWeakTable<Upstream, AuthenticationHeaderValue> _keys = [];

    /// <summary>What an upstream's secret is sealed for.</summary>
    public static string SealContext(string upstream) => $"upstream/{upstream}";

    /// <summary>Seals an upstream's API key.</summary>
    public async ValueTask<ImmutableArray<byte>> SealAsync(string upstream, string key) =>
        [.. await sealer.SealAsync(DataKeys.Gateway, Encoding.UTF8.GetBytes(key), SealContext(upstream))];

    /// <summary>Posts JSON; the answer's headers have come when it returns.</summary>
    /// <exception cref="HttpRequestException">The upstream can't be reached or broke off.</exception>
    /// <exception cref="OperationCanceledException">It took too long, or the caller left.</exception>
    public async Task<HttpResponseMessage> PostAsync(Upstream upstream, string path, ReadOnlyMemory<byte> body, CancellationToken cancellationToken)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, new Uri(upstream.BaseUrl.OriginalString + path)) { Content = new ReadOnlyMemoryContent(body) };
        request.Content.Headers.ContentType = Json;
        if (upstream.SealedKey is not null)
        {
            request.Headers.Authorization = _keys.TryGetValue(upstream, out var known) ? known : await OpenAsync(upstream);
        }

        return await _http.SendAsync(request, cancellationToken);
    }

    public void Dispose() => _http.Dispose();

    private async ValueTask<AuthenticationHeaderValue> OpenAsync(Upstream upstream)
    {
        var key = await sealer.OpenAsync(DataKeys.Gateway, upstream.SealedKey!.Value.AsMemory(), SealContext(upstream.Name))
            ?? throw new HttpRequestException($"The API key of the upstream '{upstream.Name}' can't be unsealed.");
        var header = new AuthenticationHeaderValue("Bearer", Encoding.UTF8.GetString(key));
        _keys.AddOrUpdate(upstream, header);
        return header;
    }
}
