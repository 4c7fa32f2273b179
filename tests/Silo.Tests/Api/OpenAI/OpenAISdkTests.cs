using System.ClientModel;
using System.ClientModel.Primitives;
using LlmGateway.Silo.Tests.Hosting;
using LlmGateway.Silo.Tests.Http;
using OpenAI;
using OpenAI.Chat;
using OpenAI.Embeddings;

namespace LlmGateway.Silo.Tests.Api.OpenAI;

/// <summary>OpenAI's own client finds what it expects.</summary>
public sealed class OpenAISdkTests(SharedSilo shared)
{
    private const string Question = "What is the capital of France?";
    private static readonly ChatCompletionOptions Greedy = new() { Temperature = 0 };

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Chat_Question_Answered()
    {
        ChatCompletion answer = await Chat().CompleteChatAsync([Question], Greedy, Cancelled);

        answer.Content[0].Text.ShouldBe("The capital of France is Paris.");
        answer.FinishReason.ShouldBe(ChatFinishReason.Stop);
        answer.Role.ShouldBe(ChatMessageRole.Assistant);
        answer.Model.ShouldBe(ChatBody.Model);
        answer.Usage.InputTokenCount.ShouldBeGreaterThan(0);
        answer.Usage.TotalTokenCount.ShouldBe(answer.Usage.InputTokenCount + answer.Usage.OutputTokenCount);
    }

    [Fact]
    public async Task Chat_Streamed_SameAsWhole()
    {
        ChatMessage[] messages = [new SystemChatMessage("You are Luna."), new UserChatMessage("Count from 1 to 15.")];
        ChatCompletion whole = await Chat().CompleteChatAsync(messages, Greedy, Cancelled);

        List<StreamingChatCompletionUpdate> updates = [];
        await foreach (var update in Chat().CompleteChatStreamingAsync(messages, Greedy, Cancelled))
        {
            updates.Add(update);
        }

        string.Concat(updates.SelectMany(update => update.ContentUpdate).Select(part => part.Text)).ShouldBe(whole.Content[0].Text);
        updates.Select(update => update.CompletionId).Distinct().Count().ShouldBe(1);
        updates.Count(update => update.FinishReason is not null).ShouldBe(1);

        // This client asks for the usage by itself.
        var usage = updates.Where(update => update.Usage is not null).ShouldHaveSingleItem().Usage;
        usage.OutputTokenCount.ShouldBe(whole.Usage.OutputTokenCount);
        usage.InputTokenCount.ShouldBe(whole.Usage.InputTokenCount);
    }

    [Fact]
    public async Task Embeddings_Texts_UnitVectors()
    {
        var embeddings = Client().GetEmbeddingClient(ChatBody.Model);

        OpenAIEmbeddingCollection answer = await embeddings.GenerateEmbeddingsAsync(["a cat", "a dog"], cancellationToken: Cancelled);

        answer.Count.ShouldBe(2);
        answer[1].Index.ShouldBe(1);
        foreach (var embedding in answer)
        {
            var vector = embedding.ToFloats().ToArray();
            vector.Length.ShouldBe(256);
            vector.Sum(component => component * component).ShouldBe(1, 1e-3f);
        }

        answer.Usage.TotalTokenCount.ShouldBeGreaterThan(0);
    }

    [Fact]
    public async Task Models_ListAndGet_KnowTheModel()
    {
        var models = Client().GetOpenAIModelClient();

        var list = (await models.GetModelsAsync(Cancelled)).Value;
        var model = (await models.GetModelAsync(ChatBody.Model, Cancelled)).Value;

        list.Select(listed => listed.Id).ShouldContain(ChatBody.Model);
        model.Id.ShouldBe(ChatBody.Model);
        model.OwnedBy.ShouldBe("llmgateway");
    }

    [Fact]
    public async Task Chat_WrongKey_Unauthorized()
    {
        var failure = await Should.ThrowAsync<ClientResultException>(() => Chat(key: "sk-gw-wrong").CompleteChatAsync([Question], Greedy, Cancelled));

        failure.Status.ShouldBe(401);
        failure.Message.ShouldContain("invalid_api_key");
    }

    [Fact]
    public async Task Chat_UnknownModel_NotFound()
    {
        var failure = await Should.ThrowAsync<ClientResultException>(() => Chat(model: "gpt-none").CompleteChatAsync([Question], Greedy, Cancelled));

        failure.Status.ShouldBe(404);
        failure.Message.ShouldContain("model_not_found");
    }

    private ChatClient Chat(string model = ChatBody.Model, string? key = null) => Client(key).GetChatClient(model);

    private OpenAIClient Client(string? key = null) => new(
        new ApiKeyCredential(key ?? shared.Silo.ApiKey),
        new OpenAIClientOptions { Endpoint = new Uri(shared.Silo.Address, "/v1"), RetryPolicy = new ClientRetryPolicy(0) });
}
