using System.IO.Pipelines;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace LlmGateway.Silo.Api.OpenAI;

/// <summary>Writes server-sent events to a response, each flushed at once.</summary>
internal sealed class SseWriter : IDisposable
{
    private readonly PipeWriter _output;
    private readonly Utf8JsonWriter _json;
    private readonly CancellationToken _aborted;
    private bool _held;

    public SseWriter(HttpContext http)
    {
        http.Response.ContentType = "text/event-stream; charset=utf-8";
        http.Response.Headers.CacheControl = "no-cache";
        http.Response.Headers["x-accel-buffering"] = "no"; // nginx would collect events otherwise
        _output = http.Response.BodyWriter;
        _json = new Utf8JsonWriter(_output, new JsonWriterOptions { Encoder = ApiJson.Wire.Options.Encoder, SkipValidation = true });
        _aborted = http.RequestAborted;
    }

    /// <summary>Writes a value as one event.</summary>
    public ValueTask<FlushResult> WriteAsync<T>(T value, JsonTypeInfo<T> type)
    {
        Append("data: "u8);
        _json.Reset();
        JsonSerializer.Serialize(_json, value, type);
        _json.Flush();
        Append("\n\n"u8);
        return SendAsync();
    }

    /// <summary>Tells the client that the stream is whole.</summary>
    public ValueTask<FlushResult> WriteDoneAsync() => WriteRawAsync("data: [DONE]\n\n"u8);

    /// <summary>A comment, which clients skip: it keeps proxies from closing a connection that waits.</summary>
    public ValueTask<FlushResult> WritePingAsync() => WriteRawAsync(": ping\n\n"u8);

    /// <summary>Keeps what is written from now on until <see cref="ReleaseAsync"/>.</summary>
    public void Hold() => _held = true;

    /// <summary>Sends what was held.</summary>
    public ValueTask<FlushResult> ReleaseAsync()
    {
        _held = false;
        return SendAsync();
    }

    public void Dispose() => _json.Dispose();

    private ValueTask<FlushResult> WriteRawAsync(ReadOnlySpan<byte> bytes)
    {
        Append(bytes);
        return SendAsync();
    }

    private ValueTask<FlushResult> SendAsync() => _held ? ValueTask.FromResult(default(FlushResult)) : _output.FlushAsync(_aborted);

    private void Append(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(_output.GetSpan(bytes.Length));
        _output.Advance(bytes.Length);
    }
}
