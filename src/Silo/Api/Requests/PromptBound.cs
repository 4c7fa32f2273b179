using System.Text;
using LlmGateway.Silo.Api.OpenAI;

namespace LlmGateway.Silo.Api.Requests;

/// <summary>The most tokens that a prompt can have, without asking the model: a token stands for at least one byte.</summary>
internal static class PromptBound
{
    // What a chat template writes around a message, and around all of them.
    private const int PerMessage = 16;
    private const int PerPrompt = 64;

    public static long Of(IReadOnlyList<ChatRequestMessage> messages)
    {
        long bytes = PerPrompt;
        foreach (var message in messages)
        {
            bytes += PerMessage + Encoding.UTF8.GetByteCount(message.Content ?? "");
        }

        return bytes;
    }

    public static long Of(IReadOnlyList<TextOrTokens> prompts)
    {
        long bytes = 0;
        foreach (var prompt in prompts)
        {
            bytes += Of(prompt);
        }

        return bytes;
    }

    public static long Of(TextOrTokens prompt) => PerPrompt + (prompt.Tokens?.Count ?? Encoding.UTF8.GetByteCount(prompt.Text ?? ""));
}
