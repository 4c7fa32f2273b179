using System.Buffers;
using System.IO.Pipelines;
using System.Text.Json;
using LlmGateway.Grains.Replicas;
using LlmGateway.Grains.Upstreams;
using LlmGateway.Silo.Api.OpenAI;
using LlmGateway.Silo.Api.Requests;
using LlmGateway.Storage;

namespace LlmGateway.Silo.Api.Upstreams;

/// <summary>Passes an upstream's server-sent events on as they come. The last one waits until the request's cost is committed.</summary>
/// <param name="http">The request.</param>
/// <param name="outline">What the client asked for.</param>
/// <param name="upstream">The upstream.</param>
/// <param name="request">The admission.</param>
/// <param name="limit">Cancelled when the client has gone, its key was revoked, the silo goes, or the next piece takes too long.</param>
/// <param name="drained">Cancelled when the silo goes.</param>
internal sealed class UpstreamStream(
    HttpContext http, RequestOutline outline, Upstream upstream, AdmittedRequest request, CancellationTokenSource limit, CancellationToken drained)
{
    // Longer than any event of a language model; one without an end must not fill the memory.
    private const int MaxEventBytes = 16 * 1024 * 1024;

    private readonly PipeWriter _output = http.Response.BodyWriter;
    private UpstreamUsage? _usage;
    private int _pieces;
    private bool _done;
    private bool _began;

    /// <summary>Whether the upstream ended its answer and told no usage that can be believed.</summary>
    public bool UsageMissing => _done && _usage is null;

    private static ReadOnlySpan<byte> End => "\n\n"u8;

    private static ReadOnlySpan<byte> WindowsEnd => "\r\n\r\n"u8;

    /// <summary>Relays the stream to its end and settles the request.</summary>
    /// <param name="content">The upstream's answer.</param>
    /// <returns>What was billed.</returns>
    /// <exception cref="HttpRequestException">The upstream broke off before its first event; nothing went out and nothing is settled.</exception>
    /// <exception cref="IOException">So it did, or its first event has no end.</exception>
    /// <exception cref="OperationCanceledException">It took too long until its first event, or the client has gone, and the request is settled.</exception>
    public async Task<TokenUsage> RelayAsync(HttpContent content)
    {
        var status = LedgerStatus.Cancelled;
        try
        {
            await CopyAsync(content);
            status = _done ? LedgerStatus.Completed : LedgerStatus.Failed;
            if (_done)
            {
                Write("data: [DONE]\n\n"u8); // It belongs to the answer that is settled, and goes out after that.
            }
        }
        catch (Exception e) when (_began && (e is HttpRequestException or IOException or OperationCanceledException) && !http.RequestAborted.IsCancellationRequested)
        {
            status = UpstreamProblems.CutOff(http, drained) is null ? LedgerStatus.Failed : LedgerStatus.Cancelled;
        }
        finally
        {
            if (_began || http.RequestAborted.IsCancellationRequested)
            {
                await SettleAsync(status);
            }
        }

        await FinishAsync();
        return UpstreamRelay.ToTokens(_usage ?? UpstreamRelay.Estimate(request, 4L * _pieces));
    }

    private async Task SettleAsync(LedgerStatus status)
    {
        // A piece is about a token: what was passed on until now is billed where the upstream has not told.
        var usage = _usage ?? UpstreamRelay.Estimate(request, 4L * _pieces);
        await request.SettleAsync(UpstreamRelay.ToTokens(usage), status, usage.Reasoning);
        RequestFacts.Of(http).ClientLeft = http.RequestAborted.IsCancellationRequested;
    }

    private async Task CopyAsync(HttpContent content)
    {
        var input = PipeReader.Create(await content.ReadAsStreamAsync(limit.Token));
        while (!_done)
        {
            limit.CancelAfter(upstream.Timeout);
            var read = await input.ReadAsync(limit.Token);
            var buffer = read.Buffer;
            while (!_done && TryReadEvent(ref buffer, out var piece))
            {
                Pass(piece);
            }

            if (read.IsCompleted && IsDone(buffer))
            {
                _done = true; // Some servers forget the empty line behind the last one.
            }

            var rest = buffer.Length;
            input.AdvanceTo(buffer.Start, buffer.End);
            if (rest > MaxEventBytes)
            {
                throw new IOException("An event is too long.");
            }

            if (!_done && _began)
            {
                await _output.FlushAsync(http.RequestAborted);
            }

            if (read.IsCompleted)
            {
                break;
            }
        }

        await input.CompleteAsync();
        if (!_done && !_began)
        {
            throw new IOException("The stream ended before its first event.");
        }
    }

    private static bool IsDone(in ReadOnlySequence<byte> rest) => rest.Length is > 0 and < 32 && DataOf(rest.ToArray()).SequenceEqual("[DONE]"u8);

    private async Task FinishAsync()
    {
        if (!_done)
        {
            var problem = UpstreamProblems.CutOff(http, drained) ?? UpstreamProblems.Broken(request.Plan.Route.Name);
            var error = JsonSerializer.SerializeToUtf8Bytes(new ApiErrorBody(problem.Error), ApiJson.Wire.ApiErrorBody);
            Write("data: "u8);
            Write(error);
            Write(End);
        }

        await _output.FlushAsync(http.RequestAborted);
    }

    private static bool TryReadEvent(ref ReadOnlySequence<byte> buffer, out ReadOnlySequence<byte> piece)
    {
        var reader = new SequenceReader<byte>(buffer);
        if (!reader.TryReadTo(out piece, End) && !reader.TryReadTo(out piece, WindowsEnd))
        {
            return false;
        }

        buffer = buffer.Slice(reader.Position);
        return true;
    }

    private void Pass(in ReadOnlySequence<byte> piece)
    {
        var text = piece.IsSingleSegment ? piece.FirstSpan : piece.ToArray();
        var data = DataOf(text);
        if (data.SequenceEqual("[DONE]"u8))
        {
            _done = true;
            return;
        }

        var alone = false;
        if (data.IndexOf("\"usage\""u8) >= 0 && UpstreamUsage.Read(data, out alone) is { } usage)
        {
            _usage = usage;
        }

        if (alone && !outline.IncludeUsage)
        {
            return; // The client did not ask for it.
        }

        if (!alone && !data.IsEmpty)
        {
            request.TextCame();
            _pieces++;
        }

        Write(text);
        Write(End);
    }

    // Before it there may be a comment or the event's name.
    private static ReadOnlySpan<byte> DataOf(ReadOnlySpan<byte> text)
    {
        while (!text.IsEmpty)
        {
            if (text.StartsWith("data:"u8))
            {
                return text[5..].Trim(" \r\n"u8);
            }

            var end = text.IndexOf((byte)'\n');
            text = end < 0 ? default : text[(end + 1)..];
        }

        return default;
    }

    private void Write(ReadOnlySpan<byte> bytes)
    {
        if (!_began)
        {
            _began = true;
            http.Response.ContentType = "text/event-stream; charset=utf-8";
            http.Response.Headers.CacheControl = "no-cache";
            http.Response.Headers["x-accel-buffering"] = "no";
        }

        bytes.CopyTo(_output.GetSpan(bytes.Length));
        _output.Advance(bytes.Length);
    }
}
