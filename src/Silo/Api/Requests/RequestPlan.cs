using LlmGateway.Grains.Models;

namespace LlmGateway.Silo.Api.Requests;

/// <summary>What a request will do at the most: what it is admitted for.</summary>
/// <param name="Operation">chat, text_completion, embeddings, tokenize or detokenize.</param>
/// <param name="Route">The model.</param>
/// <param name="Replica">The replica or upstream that answers.</param>
/// <param name="PromptTokens">The most tokens that the prompt can have.</param>
/// <param name="NewTokens">The most tokens to generate.</param>
/// <param name="LeastNewTokens">Fewer new tokens will do, but at least so many; null if it must be all.</param>
internal readonly record struct RequestPlan(string Operation, ModelRoute Route, string Replica, long PromptTokens, long NewTokens = 0, long? LeastNewTokens = null)
{
    /// <summary>The version that answers; an upstream's name where one does.</summary>
    public string Version { get; init; } = Route.Version;

    // Fewer would be no answer.
    private const int LeastAnswer = 16;
    private const int UnknownContext = 8192;

    /// <summary>A plan for text that a local model generates: prompt and answer fit its context together.</summary>
    /// <param name="operation">chat or text_completion.</param>
    /// <param name="target">Model and replica.</param>
    /// <param name="promptTokens">The most tokens that the prompt can have.</param>
    /// <param name="maxTokens">What the client asked for at the most, if it said so.</param>
    public static RequestPlan Generation(string operation, OpenAI.ModelTarget target, long promptTokens, int? maxTokens)
    {
        var context = ContextOf(target.Route);
        return new RequestPlan(
            operation, target.Route, target.ReplicaId, Math.Min(promptTokens, context), Math.Min(maxTokens ?? context, context), maxTokens is null ? LeastAnswer : null);
    }

    /// <summary>The longest prompt plus answer of a model, in tokens.</summary>
    public static int ContextOf(ModelRoute route)
    {
        var longest = 0;
        foreach (var replica in route.Replicas)
        {
            longest = Math.Max(longest, replica.Model?.ContextTokens ?? 0);
        }

        return longest > 0 ? longest : UnknownContext;
    }
}
