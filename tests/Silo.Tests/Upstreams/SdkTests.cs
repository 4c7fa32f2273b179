using System.ClientModel;
using System.ClientModel.Primitives;
using OpenAI;
using OpenAI.Chat;

namespace LlmGateway.Silo.Tests.Upstreams;

/// <summary>OpenAI's own client against a model of an upstream.</summary>
[Collection(nameof(UpstreamTests))]
public sealed class SdkTests(UpstreamSilo shared)
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Chat_Whole_Answered()
    {
        await using UpstreamServer server = new(call => call.AnswerAsync(Answers.Whole));

        ChatCompletion answer = await (await ChatAsync(server)).CompleteChatAsync([new UserChatMessage("Hello")], cancellationToken: Cancelled);

        answer.Content[0].Text.ShouldBe("Hi");
        answer.Usage.InputTokenDetails.CachedTokenCount.ShouldBe(40);
        answer.Usage.OutputTokenDetails.ReasoningTokenCount.ShouldBe(5);
    }

    [Fact]
    public async Task Chat_Streamed_Answered()
    {
        await using UpstreamServer server = new(async call =>
        {
            await call.BeginAsync();
            await call.EventsAsync(Answers.Chunk("He"), Answers.Chunk("llo", "\"stop\""), Answers.UsageChunk, "[DONE]");
            await call.EndAsync();
        });
        List<StreamingChatCompletionUpdate> updates = [];

        await foreach (var update in (await ChatAsync(server)).CompleteChatStreamingAsync([new UserChatMessage("Hello")], cancellationToken: Cancelled))
        {
            updates.Add(update);
        }

        string.Concat(updates.SelectMany(update => update.ContentUpdate).Select(part => part.Text)).ShouldBe("Hello");
        updates.Where(update => update.Usage is not null).ShouldHaveSingleItem().Usage.OutputTokenCount.ShouldBe(20);
    }

    private async Task<ChatClient> ChatAsync(UpstreamServer server)
    {
        OpenAIClientOptions options = new() { Endpoint = new Uri(shared.Silo.Address, "/v1"), RetryPolicy = new ClientRetryPolicy(0) };
        return new OpenAIClient(new ApiKeyCredential(shared.Silo.ApiKey), options).GetChatClient(await shared.AddAsync(server));
    }
}
