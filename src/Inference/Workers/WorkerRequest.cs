using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using System.Threading.Channels;

namespace LlmGateway.Inference.Workers;

/// <summary>A request that the worker has not finished.</summary>
internal abstract class WorkerRequest
{
    private volatile bool _cancelled;

    /// <summary>Whether the worker was told, or is being told, to cancel it.</summary>
    public bool Cancelled
    {
        get => _cancelled;
        set => _cancelled = value;
    }

    /// <summary>Takes a frame that belongs to it.</summary>
    /// <returns>Whether it was the last.</returns>
    public abstract bool Accept(in Frame frame);

    public abstract void Fail(InferenceException error);
}

/// <summary>An answer in the making.</summary>
internal sealed class WorkerGeneration(int maxTokens) : WorkerRequest
{
    private readonly Channel<GenerationEvent> _events = Channel.CreateUnbounded<GenerationEvent>(new() { SingleReader = true, SingleWriter = true });

    public ChannelReader<GenerationEvent> Events => _events.Reader;

    /// <summary>The most that it may still cost, in tokens.</summary>
    public int MaxTokens { get; } = maxTokens;

    public override bool Accept(in Frame frame)
    {
        GenerationEvent generated = frame.Kind switch
        {
            FrameKind.Text => new GeneratedText(FrameContent.Text(frame, skip: 1), FrameContent.Number(frame, 0)),
            FrameKind.Started => new GenerationStarted(FrameContent.Number(frame, 0)),
            FrameKind.Finished => new GenerationFinished(
                (FinishReason)FrameContent.Number(frame, 0), FrameContent.Number(frame, 1), FrameContent.Number(frame, 2), FrameContent.Number(frame, 3)),
            _ => throw new InvalidDataException($"A frame of kind {frame.Kind} came for an answer."),
        };
        _events.Writer.TryWrite(generated);
        return generated is GenerationFinished && _events.Writer.TryComplete();
    }

    public override void Fail(InferenceException error) => _events.Writer.TryComplete(error);
}

/// <summary>A request with one result.</summary>
internal sealed class WorkerCall<T>(JsonTypeInfo<T> type) : WorkerRequest
{
    private readonly TaskCompletionSource<T> _result = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task<T> Result => _result.Task;

    public override bool Accept(in Frame frame)
    {
        _result.TrySetResult(JsonSerializer.Deserialize(frame.Payload, type) ?? throw new InvalidDataException("The worker's result is null."));
        return true;
    }

    public override void Fail(InferenceException error) => _result.TrySetException(error);
}
