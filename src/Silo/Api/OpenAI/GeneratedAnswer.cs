using System.Text;
using LlmGateway.Grains.Replicas;

namespace LlmGateway.Silo.Api.OpenAI;

/// <summary>A whole answer.</summary>
/// <param name="Text">Its text.</param>
/// <param name="End">Why it ended and what it cost.</param>
internal sealed record GeneratedAnswer(string Text, GenerationFinishedChunk End)
{
    /// <summary>Reads a generation to its end.</summary>
    public static async Task<Parsed<GeneratedAnswer>> ReadAsync(Generation generation, string promptParam)
    {
        var text = new StringBuilder();
        while (await generation.NextAsync())
        {
            switch (generation.Current)
            {
                case TextChunk chunk:
                    text.Append(chunk.Text);
                    break;
                case GenerationFinishedChunk end:
                    return new GeneratedAnswer(text.ToString(), end);
                case GenerationFailedChunk failed:
                    await generation.SettleAsync();
                    return ApiProblem.From(failed.Error, promptParam);
            }
        }

        return ApiProblem.From(new ReplicaError(ReplicaErrorCode.Internal, "The replica's answer has no end."), promptParam);
    }

    /// <summary>The reason in OpenAI's words.</summary>
    public static string Word(FinishReason reason) => reason == FinishReason.Length ? "length" : "stop";
}
