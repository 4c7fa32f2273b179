using System.Diagnostics;
using LlmGateway.Grains.Replicas;

namespace LlmGateway.Silo.Telemetry;

/// <summary>Measures one request.</summary>
internal sealed class GenerationTimer(InferenceMetrics metrics, string operation, string model) : IDisposable
{
    private readonly long _started = metrics.Time.GetTimestamp();
    private long _first;
    private long _last;
    private int _tokens;
    private TokenUsage? _usage;
    private string? _error = "cancelled"; // Until the end is seen.
    private bool _stopped;

    /// <summary>Takes note of a chunk as it passes.</summary>
    public void Observe(GenerationChunk chunk)
    {
        switch (chunk)
        {
            case TextChunk text:
                _last = metrics.Time.GetTimestamp();
                _first = _first == 0 ? _last : _first;
                _tokens = text.CompletionTokens;
                break;
            case GenerationFinishedChunk end:
                Complete(end.Usage);
                break;
            case GenerationFailedChunk failed:
                _error = failed.Error.Code.ToString();
                break;
        }
    }

    /// <summary>The request succeeded.</summary>
    public void Complete(TokenUsage usage) => (_usage, _error) = (usage, null);

    /// <summary>Records what was measured, once.</summary>
    public void Stop()
    {
        if (_stopped)
        {
            return;
        }

        _stopped = true;
        var tags = new TagList { { "gen_ai.operation.name", operation }, { "gen_ai.response.model", model } };
        if (_first != 0)
        {
            metrics.FirstToken.Record(metrics.Time.GetElapsedTime(_started, _first).TotalSeconds, tags);
            if (_tokens > 1)
            {
                metrics.PerToken.Record(metrics.Time.GetElapsedTime(_first, _last).TotalSeconds / (_tokens - 1), tags);
            }
        }

        if (_usage is { } usage)
        {
            metrics.Tokens.Record(usage.PromptTokens, [.. tags, new("gen_ai.token.type", "input")]);
            metrics.Tokens.Record(usage.CompletionTokens, [.. tags, new("gen_ai.token.type", "output")]);
        }

        if (_error is not null)
        {
            tags.Add("error.type", _error);
        }

        metrics.Duration.Record(metrics.Time.GetElapsedTime(_started).TotalSeconds, tags);
    }

    public void Dispose() => Stop();
}
