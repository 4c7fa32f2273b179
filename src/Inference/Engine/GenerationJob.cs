using System.Threading.Channels;
using LlmGateway.Inference.Sampling;
using LlmGateway.Inference.Text;

namespace LlmGateway.Inference.Engine;

/// <summary>One request for text on its way through the engine.</summary>
internal sealed class GenerationJob(GenerationRequest request, IReadOnlyList<int> prompt, int maxTokens) : Sequence(prompt, maxTokens)
{
    // Unbounded, since an answer's length is bounded and the engine's thread must never wait for a reader.
    private readonly Channel<GenerationEvent> _events = Channel.CreateUnbounded<GenerationEvent>(new() { SingleReader = true, SingleWriter = true });

    private volatile bool _cancelled;

    public Sampler Sampler { get; } = new(request.Sampling, prompt);

    public AnswerText Text { get; } = new(request.Stop);

    public bool IgnoreEos => request.IgnoreEos;

    public string? RequestId => request.RequestId;

    public string? Account => request.Account;

    /// <summary>Who may share what was computed for this request; null for nobody.</summary>
    public string? CacheScope => request.CacheScope;

    public bool Cancelled => _cancelled;

    public ChannelReader<GenerationEvent> Events => _events.Reader;

    /// <summary>The engine drops the request before its next step.</summary>
    public void Cancel() => _cancelled = true;

    public void Publish(string text)
    {
        if (text.Length > 0)
        {
            _events.Writer.TryWrite(new GeneratedText(text, GeneratedTokens));
        }
    }

    public void Finish(FinishReason reason)
    {
        Publish(Text.Stopped ? "" : Text.Flush());
        _events.Writer.TryWrite(new GenerationFinished(reason, PromptRead, GeneratedTokens, PromptRead > 0 ? Cached : 0));
        _events.Writer.TryComplete();
    }

    public void Fail(Exception? error) => _events.Writer.TryComplete(error);
}
