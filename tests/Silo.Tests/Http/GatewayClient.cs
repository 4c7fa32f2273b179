using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;

namespace LlmGateway.Silo.Tests.Http;

/// <summary>Speaks plain HTTP to a silo with one key.</summary>
public sealed class GatewayClient : IDisposable
{
    private readonly HttpClient _http;

    /// <param name="address">The silo's.</param>
    /// <param name="key">API key or admin key; null for none.</param>
    /// <param name="handler">What carries requests; null for connections of its own.</param>
    public GatewayClient(Uri address, string? key, HttpMessageHandler? handler = null)
    {
        // A stream that is left is closed at once; by default the client reads on for up to two seconds.
        _http = new HttpClient(handler ?? new SocketsHttpHandler { MaxResponseDrainSize = 0, ResponseDrainTimeout = TimeSpan.Zero }) { BaseAddress = address, Timeout = TimeSpan.FromSeconds(60) };
        _http.DefaultRequestHeaders.Authorization = key is null ? null : new AuthenticationHeaderValue("Bearer", key);
    }

    public Task<Answer> GetAsync(string path) => SendAsync(new HttpRequestMessage(HttpMethod.Get, path));

    public Task<Answer> DeleteAsync(string path) => SendAsync(new HttpRequestMessage(HttpMethod.Delete, path));

    public Task<Answer> PatchAsync(string path, JsonNode body) => SendAsync(WithBody(HttpMethod.Patch, path, body.ToJsonString()));

    public Task<Answer> PutAsync(string path, JsonNode body) => PutAsync(path, body.ToJsonString());

    public Task<Answer> PutAsync(string path, string body) => SendAsync(WithBody(HttpMethod.Put, path, body));

    public Task<Answer> PostAsync(string path, JsonNode body) => PostAsync(path, body.ToJsonString());

    public Task<Answer> PostAsync(string path, string body) => SendAsync(Post(path, body));

    public Task<Answer> ChatAsync(JsonNode body) => PostAsync("/v1/chat/completions", body);

    public async Task<Answer> SendAsync(HttpRequestMessage request)
    {
        using var response = await _http.SendAsync(request, TestContext.Current.CancellationToken);
        return await Answer.ReadAsync(response);
    }

    /// <summary>Starts a stream; the headers have come.</summary>
    public async Task<EventReader> OpenAsync(JsonNode body, string path = "/v1/chat/completions")
    {
        var response = await _http.SendAsync(Post(path, body.ToJsonString()), HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
        return new EventReader(response, await response.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken));
    }

    /// <summary>Starts a stream with an idempotency key; the headers have come.</summary>
    public async Task<EventReader> OpenAsync(JsonNode body, string path, string idempotencyKey)
    {
        var request = Post(path, body.ToJsonString());
        request.Headers.Add("Idempotency-Key", idempotencyKey);
        var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
        return new EventReader(response, await response.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken));
    }

    /// <summary>All events of a stream.</summary>
    public async Task<IReadOnlyList<string>> StreamAsync(JsonNode body, string path = "/v1/chat/completions")
    {
        using var events = await OpenAsync(body, path);
        return await events.ReadToEndAsync();
    }

    public void Dispose() => _http.Dispose();

    private static HttpRequestMessage Post(string path, string body) => WithBody(HttpMethod.Post, path, body);

    private static HttpRequestMessage WithBody(HttpMethod method, string path, string body) =>
        new(method, path) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
}
