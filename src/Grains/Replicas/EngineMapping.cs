using LlmGateway.Grains.Models;
using LlmGateway.Inference;

namespace LlmGateway.Grains.Replicas;

/// <summary>Between the grains' contracts and the engine's, which knows nothing of Orleans.</summary>
internal static class EngineMapping
{
    public static EngineOptions ToOptions(this ReplicaSettings settings) => new()
    {
        ModelPath = settings.Path,
        ContextTokens = settings.Engine.ContextTokens,
        ParallelSequences = settings.Engine.ParallelSequences,
        Threads = settings.Engine.Threads,
        GpuLayers = settings.Engine.GpuLayers,
        KvCacheType = ToCacheType(settings.Engine),
    };

    public static LoadedModelInfo ToInfo(this ModelDescription model) => new()
    {
        Architecture = model.Architecture,
        Parameters = model.Parameters,
        ContextTokens = model.ContextTokens,
        ParallelSequences = model.ParallelSequences,
        EmbeddingLength = model.EmbeddingLength,
        WeightBytes = model.WeightBytes,
        CacheBytes = model.CacheBytes,
        Device = model.Device,
        Threads = model.Threads,
        VocabularySize = model.VocabularySize,
    };

    public static PromptInput ToInput(this Prompt prompt) => new()
    {
        Messages = prompt.Messages?.Select(message => new PromptMessage(message.Role, message.Content)).ToArray(),
        Text = prompt.Text,
        Tokens = prompt.Tokens,
        AddSpecial = prompt.AddSpecial,
        ParseSpecial = prompt.ParseSpecial,
        AddGenerationPrompt = prompt.AddGenerationPrompt,
    };

    public static GenerationRequest ToRequest(this GenerateRequest request) => new()
    {
        Prompt = request.Prompt.ToInput(),
        MaxTokens = request.MaxTokens,
        Stop = request.Stop,
        IgnoreEos = request.IgnoreEos,
        CacheScope = request.CacheScope,
        RequestId = request.RequestId,
        Account = request.Account,
        Sampling = new SamplingParameters
        {
            Temperature = request.Sampling.Temperature,
            TopP = request.Sampling.TopP,
            TopK = request.Sampling.TopK,
            MinP = request.Sampling.MinP,
            FrequencyPenalty = request.Sampling.FrequencyPenalty,
            PresencePenalty = request.Sampling.PresencePenalty,
            RepeatPenalty = request.Sampling.RepeatPenalty,
            LogitBias = request.Sampling.LogitBias,
            Seed = request.Sampling.Seed,
        },
    };

    public static EmbeddingRequest ToRequest(this EmbedRequest request) => new([.. request.Inputs.Select(input => input.ToInput())])
    {
        RequestId = request.RequestId,
        Account = request.Account,
    };

    public static GenerationChunk ToChunk(this GenerationEvent generated) => generated switch
    {
        GeneratedText text => new TextChunk(text.Text, text.CompletionTokens),
        GenerationStarted started => new GenerationStartedChunk(started.PromptTokens),
        GenerationFinished end => new GenerationFinishedChunk((FinishReason)end.Reason, new TokenUsage(end.PromptTokens, end.CompletionTokens, end.CachedTokens)),
        _ => throw new InvalidOperationException($"The engine produced an unknown event, {generated.GetType().Name}."),
    };

    public static ReplicaError ToError(this InferenceException exception) => new(
        exception.Code switch
        {
            InferenceErrorCode.InvalidRequest => ReplicaErrorCode.InvalidRequest,
            InferenceErrorCode.ContextLengthExceeded => ReplicaErrorCode.ContextLengthExceeded,
            InferenceErrorCode.Overloaded => ReplicaErrorCode.Overloaded,
            InferenceErrorCode.EngineLost or InferenceErrorCode.LibraryUnusable or InferenceErrorCode.ModelUnusable => ReplicaErrorCode.Unavailable,
            _ => ReplicaErrorCode.Internal,
        },
        exception.Message);

    private static KvCacheType ToCacheType(EngineSettings engine) => engine.KvCacheType?.ToLowerInvariant() switch
    {
        null or "f16" => KvCacheType.F16,
        "f32" => KvCacheType.F32,
        "q8_0" => KvCacheType.Q8_0,
        var other => throw new InferenceException(InferenceErrorCode.ModelUnusable, $"The setting 'kv type' must be f16, f32 or q8_0, not {other}."),
    };
}
